import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openPglite } from '../../server/database/open-pglite.ts'
import { openPostgres } from '../../server/database/open-postgres.ts'
import type { Store } from '../../server/database/store.ts'

export type StoreKind = Store['kind']
const databaseUrl = process.env['DATABASE_URL']

/** The embedded store always, PostgreSQL wherever the suite was given one: the same tests on both. */
export const storeKinds: readonly StoreKind[] = databaseUrl === undefined ? ['pglite'] : ['pglite', 'postgres']

export interface OpenedStore {
  readonly store: Store
  readonly folder: string
  close(): Promise<void>
}

/** A store of its own: a new folder, or a new database on the server given. */
export async function openStore(kind: StoreKind, clock: (() => Date) | null = null): Promise<OpenedStore> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-store-'))
  const drop = () => rmSync(folder, { recursive: true, force: true })
  if (kind === 'pglite') {
    const opened = await openPglite(folder, clock)
    if (!opened.ok) throw new Error(opened.reason)
    const { store } = opened
    return { store, folder, close: () => store.close().then(drop) }
  }
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  await administer(`create database ${name}`)
  const url = new URL(databaseUrl ?? '')
  url.pathname = `/${name}`
  const store = await openPostgres(url.href, clock)
  return {
    store,
    folder,
    async close() {
      await store.close()
      await administer(`drop database ${name} with (force)`)
      drop()
    },
  }
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(statement)
  await client.end()
}
