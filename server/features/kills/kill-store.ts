import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Tables } from '../../database/tables.ts'

export type KillDocumentRow = Tables['kill_documents']
export type KillOrderRow = Tables['kill_orders']

/** Changes of what is stopped wait for one another, so that epochs have no gap and no two. */
export async function lockKills(tx: Transaction<Tables>, tenant: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${tenant}, 2))`.execute(tx)
}

/** `restart` is the newest one both roles signed: whoever was away needs it before the current one. */
export async function readKillDocument(
  tx: Transaction<Tables>,
  tenant: string,
  epoch: number | 'current' | 'restart',
): Promise<KillDocumentRow | undefined> {
  return tx
    .selectFrom('kill_documents')
    .selectAll()
    .where('tenant', '=', tenant)
    .$if(typeof epoch === 'number', (query) => query.where('epoch', '=', epoch as number))
    .$if(epoch === 'restart', (query) => query.where('stops', '=', false))
    .orderBy('epoch', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function killsInForce(tx: Transaction<Tables>, tenant: string): Promise<KillOrderRow[]> {
  return tx
    .selectFrom('kill_orders')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('restarted_at', 'is', null)
    .orderBy('stopped_at')
    .orderBy('scope')
    .execute()
}

/** Scopes as `Facts.killed` reads them: what this server itself refuses. */
export async function killedScopes(tx: Transaction<Tables>, tenant: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom('kill_orders')
    .select('scope')
    .where('tenant', '=', tenant)
    .where('restarted_at', 'is', null)
    .execute()
  return rows.map((row) => row.scope)
}
