import type { Transaction } from 'kysely'
import type { Tables } from '../../database/tables.ts'

/** Those that count, of one person. */
export async function passkeysOf(tx: Transaction<Tables>, tenant: string, person: string) {
  return tx
    .selectFrom('passkeys')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('person', '=', person)
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .execute()
}
