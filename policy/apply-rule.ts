import type { Action } from './action.ts'
import { conditionHolds } from './condition-holds.ts'
import type { FactValue } from './condition.ts'
import { findTerms } from './content/term-index.ts'
import type { Match, TraceEntry } from './decision.ts'
import { factOf } from './fact.ts'
import type { Facts } from './facts.ts'
import type { Finding, Reading } from './finding.ts'
import { checks } from './guardrails/checks.ts'
import type { PreparedSlice } from './prepare.ts'
import type { Rule } from './rule.ts'
import type { Workflow } from './workflow.ts'

/** What a rule says about an action, how it came to it, and what it takes from its reserved counter. */
export interface Applied {
  readonly finding: Finding | null
  readonly entry: TraceEntry
  readonly spent: number
}

/** Applies rules to one action. The content is read once for all of them. */
export function applierFor(
  prepared: PreparedSlice,
  source: { readonly action: Action; readonly facts: Facts; readonly workflow: Workflow },
  now: number,
): (rule: Rule) => Applied {
  const { action, facts } = source
  let hits: Map<string, Match[]> | undefined
  const matches = (list: string): readonly Match[] | undefined => {
    const index = prepared.terms()
    if (!index.lists.has(list)) return undefined
    return (hits ??= findTerms(index, action.content)).get(list) ?? []
  }

  return (rule) => {
    const { kind, settings } = rule.guardrail
    const seen: Record<string, FactValue | null> = {}
    const note = (name: string, value: FactValue | null) => {
      seen[name] = value
    }
    const fact = (name: string) => {
      const value = factOf(name, source)
      note(name, value ?? null)
      return value
    }
    let spent = 0
    const spend = (amount: number) => {
      const isEnough = amount <= (facts.reserved[rule.id] ?? 0)
      if (isEnough) spent = amount
      return isEnough
    }
    const reading: Reading = {
      ...source,
      now,
      rule: rule.id,
      choices: prepared.overrideReasons,
      fact,
      note,
      matches,
      spend,
    }
    let finding: Finding | null
    try {
      const applies = !rule.when || conditionHolds(rule.when, fact) !== false
      finding = applies ? run(kind, settings, reading) : null
    } catch {
      // A kind of a newer version, or settings no schema has seen: held, because nobody can say that it passes.
      finding = { code: 'POLICY_UNAVAILABLE' }
    }
    return {
      finding,
      spent,
      entry: {
        rule: rule.id,
        kind,
        mode: rule.mode,
        outcome: !finding ? 'passed' : finding.unknown ? 'unknown' : 'failed',
        facts: seen,
        smallestChange: finding?.change ?? null,
      },
    }
  }
}

function run(kind: string, settings: Rule['guardrail']['settings'], reading: Reading): Finding | null {
  const check = checks.get(kind)
  return check ? check(settings as never, reading) : { code: 'POLICY_UNAVAILABLE' }
}
