import type { Transaction } from 'kysely'
import type { Action } from '../../../policy/action.ts'
import type { Bundle } from '../../../policy/bundle.ts'
import type { Decision } from '../../../policy/decision.ts'
import { noFacts } from '../../../policy/facts.ts'
import type { Obligation } from '../../../policy/obligation.ts'
import { evaluateWithin } from '../../../policy/override-budget.ts'
import { prepareBundle } from '../../../policy/prepare.ts'
import type { Tables } from '../../database/tables.ts'
import { findSuggestion } from '../explanations/explanation-store.ts'
import { killedScopes } from '../kills/kill-store.ts'
import { spentBy } from '../overrides/override-uses.ts'
import { bundleOf } from '../policy/bundle-store.ts'
import { bundleFor } from '../rollouts/rollout-store.ts'

export type ApprovalObligation = Extract<Obligation, { kind: 'approval' }>
export interface Evaluated {
  readonly bundle: Bundle
  readonly bundleDigest: string
  readonly decision: Decision
  readonly approvals: readonly ApprovalObligation[]
}

/**
 * What the policy in force now on that device says of an action of this person. What a client says about its tier or its
 * approvers is never read.
 */
export async function reEvaluate(
  tx: Transaction<Tables>,
  { tenant, device, person }: { readonly tenant: string; readonly device: string; readonly person: string },
  action: Action,
  now: Date,
): Promise<Evaluated | null> {
  const row = await bundleFor(tx, tenant, device)
  if (row === undefined) return null
  const bundle = bundleOf(row)
  const suggestion = await findSuggestion(tx, tenant, action)
  const killed = await killedScopes(tx, tenant)
  const spent = await spentBy(tx, tenant, { person, bundle, now })
  const facts = { ...noFacts, suggestion, killed }
  const decision = evaluateWithin(prepareBundle(bundle), action, facts, { now: now.getTime(), spent })
  const approvals = decision.obligations.filter((obligation) => obligation.kind === 'approval')
  return { bundle, bundleDigest: row.digest, decision, approvals }
}
