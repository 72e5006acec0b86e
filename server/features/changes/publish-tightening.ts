import type { Transaction } from 'kysely'
import type { Policy } from '../../../policy/bundle.ts'
import type { Loosening } from '../../../policy/loosening.ts'
import type { RolloutPlan } from '../../../protocol/http/rollouts.ts'
import type { Tables } from '../../database/tables.ts'
import type { Parts } from '../../parts.ts'
import { lockPublication } from '../policy/bundle-store.ts'
import { publish } from '../policy/publish.ts'
import type { Published } from '../policy/publish.ts'
import { discardDraft } from './draft-store.ts'
import { loosenedBy } from './loosened.ts'

interface Given {
  readonly tenant: string
  readonly by: string
  readonly basedOn: number
  readonly note: string
  readonly policy: Policy
  readonly rollout?: RolloutPlan | null | undefined
}
type Outcome =
  | Published
  | { readonly ok: false; readonly reason: 'SECOND_PERSON_NEEDED'; readonly loosenings: readonly Loosening[] }

/** One person publishes what loosens nothing (F73). Whether it does is worked out here, against the version in force. */
export async function publishTightening(
  tx: Transaction<Tables>,
  parts: Parts,
  now: Date,
  given: Given,
): Promise<Outcome> {
  const { tenant, policy } = given
  await lockPublication(tx, tenant)
  const loosenings = await loosenedBy(tx, tenant, policy)
  if (loosenings.length > 0) return { ok: false, reason: 'SECOND_PERSON_NEEDED', loosenings }
  const published = await publish(tx, parts, now, given)
  if (published.ok) await discardDraft(tx, tenant, 'any')
  return published
}
