import type { Action } from '../../policy/action.ts'
import type { Decision } from '../../policy/decision.ts'
import type { Facts } from '../../policy/facts.ts'
import { isKilled } from '../../policy/killed.ts'
import type { Fulfilment } from '../../policy/obligation.ts'
import { evaluateWithin } from '../../policy/override-budget.ts'
import type { DecisionInputs } from '../../protocol/audit/parts.ts'
import { spentRules } from '../approvals/override-budgets.ts'
import type { OverrideUse } from '../db/rows.ts'
import { trustedNow } from '../fleet/contact.ts'
import { leaseNow } from '../policy/lease.ts'
import type { Worker } from '../worker.ts'

export interface Decided {
  readonly decision: Decision
  /** What it was decided on besides the action, as it is recorded; null when there was no policy to decide by. */
  readonly inputs: DecisionInputs | null
}

/**
 * The worker's word on an action: the same core as the page, with what only the worker knows (what was met, what is
 * reserved, whether the lease holds this very moment).
 */
export async function decide(
  worker: Worker,
  action: Action,
  {
    overrideUses = [],
    ...known
  }: Pick<Facts, 'fulfilled' | 'suggestion'> &
    Partial<Pick<Facts, 'reserved' | 'mayHaveSuggestion'>> & {
      readonly overrideUses?: readonly OverrideUse[]
    },
): Promise<Decided> {
  const site = worker.active?.slices.get(action.site)
  if (!worker.active || !site)
    return { decision: unavailable(worker.active?.bundle.version ?? 0), inputs: null }
  const { prepared } = site
  const now = await trustedNow(worker)
  // Nothing is reserved ahead: a share of a counter is taken for one action, and is then one of the things met for it.
  const facts = { reserved: {}, ...known, lease: await leaseNow(worker, worker.active.bundle), killed: [] }
  const spent = await spentRules(worker, overrideUses, known.fulfilled)
  const decision = evaluateWithin(prepared, action, facts, { now, spent })
  const inputs = {
    lease: facts.lease,
    mayHaveSuggestion: known.mayHaveSuggestion ?? false,
    words: decision.words,
    now,
    ...(spent.length > 0 && { spent }),
    killed: prepared.killed.filter((scope) => isKilled([scope], action, facts)),
    suggestion: suggestionIn(known.suggestion),
    fulfilled: known.fulfilled.map(stated),
  }
  return { decision, inputs }
}

/** Without what a person was shown beside it. */
function suggestionIn(suggestion: Facts['suggestion']): DecisionInputs['suggestion'] {
  if (!suggestion) return null
  const { id, suggested, model = '' } = suggestion
  return { id, suggested: [...suggested], model }
}

function stated(done: Fulfilment): DecisionInputs['fulfilled'][number] {
  return {
    kind: done.kind,
    rule: done.rule,
    code: done.kind === 'override-reason' ? done.code : null,
    hasText: done.kind === 'override-reason' && done.text.trim() !== '',
    amount: done.kind === 'reservation' ? done.amount : null,
  }
}

/** No policy was ever activated here, or it says nothing of this site: held, whatever it is. */
function unavailable(bundleVersion: number): Decision {
  return {
    effect: 'hold',
    tier: null,
    workflow: null,
    obligations: [],
    reasons: [{ code: 'POLICY_UNAVAILABLE', rule: null, params: {}, matches: [] }],
    tips: [],
    observed: [],
    trace: [],
    spends: [],
    words: {},
    bundleVersion,
  }
}
