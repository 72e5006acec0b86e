import type { Action } from './action.ts'
import { applierFor } from './apply-rule.ts'
import type { Decision, Effect, Reason, ReasonCode, TraceEntry } from './decision.ts'
import { effectOf } from './effect.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import { isMet } from './fulfils.ts'
import { approvalBy } from './guardrails/approval-by.ts'
import { isKilled } from './killed.ts'
import type { Obligation } from './obligation.ts'
import type { PreparedSlice } from './prepare.ts'
import { ceilingOf } from './tier.ts'
import type { Tier } from './tier.ts'

/**
 * Decides one action. Total, pure and deterministic: whatever comes in, a decision comes out, and what cannot be decided
 * is held. `now` is in epoch milliseconds.
 */
export function evaluate(prepared: PreparedSlice, action: Action, facts: Facts, now: number): Decision {
  let effect: Effect = 'allow'
  let tier: Tier | null = null
  let workflowId: string | null = null
  let needsApproval = false
  let effectText: string | undefined
  const obligations: Obligation[] = []
  const reasons: Reason[] = []
  const tips: Reason[] = []
  const observed: Reason[] = []
  const trace: TraceEntry[] = []
  const spends: { rule: string; amount: number }[] = []
  const words: Decision['words'] = {}

  /** One thing that stands in the way: built in (`rule` null), or of a rule in mode `enforce`. */
  const stop = (rule: string | null, finding: Finding) => {
    const due = finding.obligation && ({ ...finding.obligation, rule } as Obligation)
    if (due?.kind === 'approval') needsApproval = true
    if (due && facts.fulfilled.length && isMet(due, (effectText ??= effectOf(action)), facts.fulfilled)) {
      if (due.kind === 'reservation') spends.push({ rule: due.rule, amount: due.amount })
      return
    }
    if (effect !== 'refuse') effect = finding.refuse ? 'refuse' : 'hold'
    if (due) obligations.push(due)
    reasons.push(reasonOf(rule, finding))
  }
  const builtIn = (kind: ReasonCode, finding: Omit<Finding, 'code'>) => {
    stop(null, { code: kind, ...finding })
    trace.push({
      rule: null,
      kind,
      mode: 'built-in',
      outcome: 'failed',
      facts: {},
      smallestChange: finding.change ?? null,
    })
  }

  try {
    const surface = `${action.site}/${action.surface}`
    const workflow = prepared.workflows.get(surface)
    if (!workflow?.tier) builtIn('NO_TIER', { refuse: true, params: { surface } })
    else {
      workflowId = workflow.id
      tier = Math.min(workflow.tier, ceilingOf(workflow.category)) as Tier
      if (isKilled([...prepared.killed, ...facts.killed], action, facts)) builtIn('KILLED', { refuse: true })
      if (tier < 3 && action.actor !== 'person')
        builtIn('NEEDS_PERSON', { refuse: true, change: { fact: 'actor', to: 'person' } })
      if (tier === 3) builtIn('TIER_NEEDS_APPROVAL', approvalBy({}, { workflow }))

      const apply = applierFor(prepared, { action, facts, workflow }, now, words)
      for (const rule of prepared.rulesFor(surface, workflow.id)) {
        const { finding, entry, spent } = apply(rule)
        trace.push(entry)
        if (rule.mode === 'enforce') {
          if (spent) spends.push({ rule: rule.id, amount: spent })
          if (finding) stop(rule.id, finding)
        } else if (finding) (rule.mode === 'tip' ? tips : observed).push(reasonOf(rule.id, finding))
      }

      if (needsApproval) tier = 3
      // The stale ladder: a grant needs the server, quota it reserved does not; a lease not known to be good has ended.
      if (tier > 2 && facts.lease !== 'fresh' && facts.lease !== 'refresh-due') {
        const change = { fact: 'lease', to: 'fresh' }
        if (facts.lease !== 'no-contact') builtIn('LEASE_EXPIRED', { refuse: true, change })
        else if (tier < 4 || !spends.length) builtIn('NO_CONTACT', { change })
      }
    }
  } catch {
    stop(null, { code: 'POLICY_UNAVAILABLE' })
  }

  // Widened, because a closure set it.
  const final = effect as Effect
  return {
    effect: final,
    tier,
    workflow: workflowId,
    obligations: final === 'hold' ? obligations : [],
    reasons,
    tips,
    observed,
    trace,
    spends: final === 'allow' ? spends : [],
    words,
    bundleVersion: prepared.bundleVersion,
  }
}

function reasonOf(rule: string | null, { code, params = {}, matches = [] }: Finding): Reason {
  return { code, rule, params, matches }
}
