import type { Action } from './action.ts'
import type { Decision, Reason } from './decision.ts'
import { evaluate } from './evaluate.ts'
import type { Facts } from './facts.ts'
import type { BudgetPeriod } from './guardrails/with-overrides.ts'
import type { PreparedSlice } from './prepare.ts'
import type { Rule } from './rule.ts'

/** How often one person may go on with a reason of their own before somebody else decides (F22). */
export interface OverrideBudget {
  readonly limit: number
  readonly period: BudgetPeriod
}

/** null where a rule sets none. */
export function budgetOf({ mode, guardrail: { settings } }: Rule): OverrideBudget | null {
  const { budget, budgetPeriod } = settings
  if (mode !== 'enforce' || typeof budget !== 'number') return null
  return { limit: budget, period: budgetPeriod === 'day' ? 'day' : 'week' }
}

const day = 86_400_000
/** The first Monday of the epoch: weeks are counted from it. */
const monday = 4 * day

/** Start of the window in epoch ms. In UTC, so that every device and the server count in the same one. */
export function windowStart(now: number, period: BudgetPeriod): number {
  return period === 'day'
    ? Math.floor(now / day) * day
    : Math.floor((now - monday) / (7 * day)) * 7 * day + monday
}

export function windowEnd(now: number, period: BudgetPeriod): number {
  return windowStart(now, period) + (period === 'day' ? day : 7 * day)
}

/**
 * As `evaluate`, for a person whose budget for the rules in `spent` is used up: where such a rule would take a reason, it
 * takes an approval. Nothing else is decided differently, so a page needs none of it: it holds for either.
 */
export function evaluateWithin(
  prepared: PreparedSlice,
  action: Action,
  facts: Facts,
  { now, spent }: { readonly now: number; readonly spent: readonly string[] },
): Decision {
  if (spent.length === 0) return evaluate(prepared, action, facts, now)
  const isSpent = (rule: string | null) => rule !== null && spent.includes(rule)
  const fulfilled = facts.fulfilled.filter(({ kind, rule }) => kind !== 'override-reason' || !isSpent(rule))
  const asked = evaluate(prepared, action, { ...facts, fulfilled }, now)
  const over = asked.obligations.filter(({ kind, rule }) => kind === 'override-reason' && isSpent(rule))
  if (over.length === 0) return asked
  const rules = over.map(({ rule }) => rule)
  const stricter = {
    ...prepared,
    rulesFor: (surface: string, workflow: string) =>
      prepared
        .rulesFor(surface, workflow)
        .map((rule) => (rules.includes(rule.id) ? approvalFor(rule) : rule)),
  }
  const decided = evaluate(stricter, action, { ...facts, fulfilled }, now)
  const why = (reason: Reason): Reason => {
    const before = reason.rule !== null && asked.reasons.find(({ rule }) => rule === reason.rule)
    return before && rules.includes(before.rule ?? '') ? { ...before, code: 'BUDGET_SPENT' } : reason
  }
  return { ...decided, reasons: decided.reasons.map(why) }
}

/** It was just found to apply, so it applies without its condition. */
function approvalFor(rule: Rule): Rule {
  return { ...rule, when: null, guardrail: { kind: 'approval', settings: {} } }
}
