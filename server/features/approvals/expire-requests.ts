import { sql } from 'kysely'
import type { Parts } from '../../parts.ts'
import { closeRequest } from './close-request.ts'

/**
 * Writes down what the clock has decided and announces it. It only notifies: an edge that comes too late is refused by
 * its own statement, whether this has run or not. Every node runs it; each request is closed once.
 */
export async function expireRequests(parts: Pick<Parts, 'store' | 'newId'>): Promise<number> {
  const tenants = await parts.store.transact({ listsTenants: true }, (tx) =>
    tx.selectFrom('tenants').select('tenant').execute(),
  )
  let closed = 0
  for (const { tenant } of tenants) {
    closed += await parts.store.transact({ tenant }, async (tx, now) => {
      const due = await tx
        .selectFrom('approval_requests')
        .selectAll()
        .where('tenant', '=', tenant)
        .where(
          sql<boolean>`((state = 'pending' and decide_by <= app_now()) or (state = 'approved' and use_by <= app_now()))`,
        )
        .limit(200)
        .execute()
      let count = 0
      for (const row of due) {
        const isPending = row.state === 'pending'
        const ended = await closeRequest({ tx, now, newId: parts.newId }, row, {
          ...{ state: isPending ? 'expired' : 'lapsed', code: null, by: null },
          guard: isPending ? 'decide-by-passed' : 'use-by-passed',
        })
        if (ended !== undefined) count += 1
      }
      return count
    })
  }
  return closed
}
