import type { Transaction } from 'kysely'
import type { Policy } from '../../../policy/bundle.ts'
import { loosenings } from '../../../policy/loosening.ts'
import type { Loosening } from '../../../policy/loosening.ts'
import type { Tables } from '../../database/tables.ts'
import { readBundle } from '../policy/bundle-store.ts'
import { policyOf } from '../policy/policy-of.ts'
import { openRollout } from '../rollouts/rollout-store.ts'

/**
 * What a policy would loosen against the one in force; while a rollout is under way, against either of the two. The first
 * policy of a tenant loosens nothing.
 */
export async function loosenedBy(
  tx: Transaction<Tables>,
  tenant: string,
  policy: Policy,
): Promise<readonly Loosening[]> {
  const current = await readBundle(tx, tenant, 'current')
  const rollout = await openRollout(tx, tenant)
  const others = rollout && (await readBundle(tx, tenant, rollout.others))
  const found = [others, current].flatMap((row) => (row ? loosenings(policyOf(row), policy) : []))
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()]
}
