import type { Transaction } from 'kysely'
import type { Policy } from '../../../policy/bundle.ts'
import { loosenings } from '../../../policy/loosening.ts'
import type { Loosening } from '../../../policy/loosening.ts'
import type { Tables } from '../../database/tables.ts'
import { readBundle } from '../policy/bundle-store.ts'
import { policyOf } from '../policy/policy-of.ts'

/** What a policy would loosen against the one in force. The first policy of a tenant loosens nothing. */
export async function loosenedBy(
  tx: Transaction<Tables>,
  tenant: string,
  policy: Policy,
): Promise<readonly Loosening[]> {
  const current = await readBundle(tx, tenant, 'current')
  return current === undefined ? [] : loosenings(policyOf(current), policy)
}
