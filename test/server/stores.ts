import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openPglite } from '../../server/database/open-pglite.ts'
import { openPostgres } from '../../server/database/open-postgres.ts'
import type { Clock, Store } from '../../server/database/store.ts'

export type StoreKind = Store['kind']
const databaseUrl = process.env['DATABASE_URL']

/** The suite `stores` gives a PostgreSQL, the suite `unit` none: the same tests run once on each. */
export const storeKind: StoreKind = databaseUrl === undefined ? 'pglite' : 'postgres'

export interface OpenedStore {
  readonly store: Store
  readonly folder: string
  /** null = the database's own clock. */
  setClock(clock: Clock | null): void
  close(): Promise<void>
}

let shared: Promise<OpenedStore> | null = null

/** One store for all contracts of a process: making a database costs more than all of their tests. Tenants keep them apart. */
export function sharedStore(): Promise<OpenedStore> {
  shared ??= openStore()
  return shared
}

export async function closeSharedStore(): Promise<void> {
  await (await shared)?.close()
  shared = null
}

/** A new folder, or a new database on the server given. */
export async function openStore(): Promise<OpenedStore> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-store-'))
  let present: Clock = () => null
  const setClock = (clock: Clock | null) => (present = clock ?? (() => null))
  const made =
    storeKind === 'pglite' ? await inFolder(folder, () => present()) : await onServer(() => present())
  return {
    ...{ store: made.store, folder, setClock },
    async close() {
      await made.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function inFolder(folder: string, clock: Clock) {
  const opened = await openPglite(folder, clock)
  if (!opened.ok) throw new Error(opened.reason)
  return { store: opened.store, close: () => opened.store.close() }
}

async function onServer(clock: Clock) {
  const name = `test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
  await administer(`create database ${name}`)
  const url = new URL(databaseUrl ?? '')
  url.pathname = `/${name}`
  const store = await openPostgres(url.href, clock)
  return {
    store,
    async close() {
      await store.close()
      await administer(`drop database ${name} with (force)`)
    },
  }
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(statement)
  await client.end()
}
