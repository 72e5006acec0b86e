import type { Action } from './action.ts'
import { applierFor } from './apply-rule.ts'
import type { Decision, Reason, ReasonCode, TraceEntry } from './decision.ts'
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
  try {
    return decide(prepared, action, facts, now)
  } catch {
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
      bundleVersion: prepared.bundleVersion,
    }
  }
}

function decide(prepared: PreparedSlice, action: Action, facts: Facts, now: number): Decision {
  const surface = `${action.site}/${action.surface}`
  const workflow = prepared.workflows.get(surface)
  const obligations: Obligation[] = []
  const reasons: Reason[] = []
  const tips: Reason[] = []
  const observed: Reason[] = []
  const trace: TraceEntry[] = []
  const spends: { rule: string; amount: number }[] = []
  let isHeld = false
  let isRefused = false
  let needsApproval = false
  let effect: string | undefined

  /** One thing that stands in the way: built in (`rule` null), or of a rule in mode `enforce`. */
  const stop = (rule: string | null, finding: Finding) => {
    const due = finding.obligation && ({ ...finding.obligation, rule } as Obligation)
    if (due?.kind === 'approval') needsApproval = true
    if (due && facts.fulfilled.length && isMet(due, (effect ??= effectOf(action)), facts.fulfilled)) {
      if (due.kind === 'reservation') spends.push({ rule: due.rule, amount: due.amount })
      return
    }
    if (finding.refuse) isRefused = true
    isHeld = true
    if (due) obligations.push(due)
    reasons.push(reasonOf(rule, finding))
  }
  const builtIn = (code: ReasonCode, finding: Omit<Finding, 'code'>) => {
    stop(null, { code, ...finding })
    trace.push({ rule: null, kind: code, mode: 'built-in', outcome: 'failed', facts: {}, smallestChange: finding.change ?? null })
  }

  let tier: Tier | null = null
  if (!workflow?.tier) builtIn('NO_TIER', { refuse: true, params: { surface } })
  else {
    tier = Math.min(workflow.tier, ceilingOf(workflow.category)) as Tier
    if (isKilled(prepared.killed, action, facts) || isKilled(facts.killed, action, facts)) builtIn('KILLED', { refuse: true })
    if (tier < 3 && action.actor !== 'person')
      builtIn('NEEDS_PERSON', { refuse: true, change: { fact: 'actor', to: 'person' } })
    if (tier === 3) builtIn('TIER_NEEDS_APPROVAL', { obligation: approvalBy({}, { workflow }) })

    const apply = applierFor(prepared, { action, facts, workflow }, now)
    for (const rule of prepared.rulesFor(surface, workflow.id)) {
      const { finding, entry, spent } = apply(rule)
      trace.push(entry)
      if (rule.mode === 'enforce') {
        if (spent) spends.push({ rule: rule.id, amount: spent })
        if (finding) stop(rule.id, finding)
      } else if (finding) (rule.mode === 'tip' ? tips : observed).push(reasonOf(rule.id, finding))
    }

    if (needsApproval) tier = 3
    // The stale ladder: a grant needs the server, quota it reserved does not; what is not known to be valid has ended.
    const { lease } = facts
    if (tier > 2 && lease !== 'fresh' && lease !== 'refresh-due') {
      const change = { fact: 'lease', to: 'fresh' }
      if (lease !== 'no-contact') builtIn('LEASE_EXPIRED', { refuse: true, change })
      else if (tier < 4 || !spends.length) builtIn('NO_CONTACT', { change })
    }
  }

  return {
    effect: isRefused ? 'refuse' : isHeld ? 'hold' : 'allow',
    tier,
    workflow: workflow?.id ?? null,
    obligations: isRefused ? [] : obligations,
    reasons,
    tips,
    observed,
    trace,
    spends: isHeld ? [] : spends,
    bundleVersion: prepared.bundleVersion,
  }
}

function reasonOf(rule: string | null, { code, params = {}, matches = [], unknown }: Finding): Reason {
  return unknown ? { code: 'UNREADABLE', rule, params: { fact: unknown }, matches } : { code, rule, params, matches }
}
