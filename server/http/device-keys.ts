import { sql } from 'kysely'
import type { Store } from '../database/store.ts'
import type { DevicePrincipal } from './principal.ts'

const mostKeys = 20_000

/**
 * The key each token was given to, as it was registered. Remembered by token, because a device that enrols again, with
 * whichever key, gets another one and loses the old.
 */
export function deviceKeys(store: Store) {
  const known = new Map<string, object>()
  return async ({ tenant, device, hash }: DevicePrincipal): Promise<object | null> => {
    const remembered = known.get(hash)
    if (remembered !== undefined) return remembered
    const row = await store.single<{ key: unknown }>(
      { tenant },
      sql`(select public_key from devices where tenant = ${tenant} and id = ${device}::uuid) as key`,
    )
    if (typeof row?.key !== 'object' || row.key === null) return null
    const [oldest] = known.keys()
    if (known.size >= mostKeys && oldest !== undefined) known.delete(oldest)
    known.set(hash, row.key)
    return row.key
  }
}
