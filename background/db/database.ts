import Dexie from 'dexie'
import type { Table } from 'dexie'
import type { Environment } from '../environment.ts'
import type {
  BundleRow,
  DeadLetterRow,
  ExplanationRow,
  HoldRow,
  OutboxRow,
  RequestRow,
  SeenRow,
} from './rows.ts'

export interface Tables {
  values: Table<{ key: string; value: unknown }, string>
  bundles: Table<BundleRow, number>
  outbox: Table<OutboxRow, number>
  deadLetters: Table<DeadLetterRow, string>
  seen: Table<SeenRow, string>
  holds: Table<HoldRow, string>
  requests: Table<RequestRow, string>
  explanations: Table<ExplanationRow, string>
}
export type Database = Dexie & Tables

const day = 86_400_000

/** How long a row may stay, by the index that tells its age. Tables that are not named keep their rows until they are used up. */
export const retention = {
  seen: { index: 'at', keepFor: 7 * day },
  holds: { index: 'updatedAt', keepFor: 30 * day },
  requests: { index: 'at', keepFor: 60 * day },
  explanations: { index: 'fetchedAt', keepFor: 7 * day },
  /** The latest two stay whatever their age: the active one and the one before. */
  bundles: { index: 'activatedAt', keepFor: 90 * day },
} as const

/** Versions are append-only. Strict durability: a committed row is on the medium, not in the system's buffer (trust.md). */
export function openDatabase(environment: Environment['database']): Database {
  const db = new Dexie(environment.name, {
    indexedDB: environment.indexedDB,
    IDBKeyRange: environment.keyRange,
    chromeTransactionDurability: 'strict',
  }) as Database
  db.version(1).stores({
    values: 'key',
    bundles: 'version, activatedAt',
    outbox: 'sequence, id',
    deadLetters: 'id, at',
    seen: 'id, at',
    holds: 'hold, state, digest, updatedAt',
    requests: 'id, hold, step, digest, at',
    explanations: 'key, site, fetchedAt',
  })
  return db
}

/** Removes what has outlived its use; open holds and requests are never touched. */
export async function applyRetention(db: Database, now: number): Promise<void> {
  const old = (table: keyof typeof retention) => {
    const { index, keepFor } = retention[table]
    return db
      .table(table)
      .where(index)
      .below(now - keepFor)
  }
  await old('seen').delete()
  await old('explanations').delete()
  await old('holds')
    .and((row) => row.state !== 'waiting' && row.state !== 'ready')
    .delete()
  await old('requests')
    .and((row) => row.step === 'closed')
    .delete()
  const kept = await db.bundles.orderBy('version').reverse().limit(2).primaryKeys()
  await old('bundles')
    .and((row) => !kept.includes(row.version))
    .delete()
}
