import type { Action } from './action.ts'
import { conditionHolds } from './condition-holds.ts'
import type { FactValue } from './condition.ts'
import type { Decision, TraceEntry } from './decision.ts'
import { factOf } from './fact.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import { checks } from './guardrails/checks.ts'
import { wordsOf } from './guardrails/term-hits.ts'
import type { PreparedSlice } from './prepare.ts'
import type { Rule } from './rule.ts'
import type { Workflow } from './workflow.ts'

/** What a rule says about an action, how it came to it, and what it takes from its reserved counter. */
interface Applied {
  readonly finding: Finding | null
  readonly entry: TraceEntry
  readonly spent: number
}

/** Applies rules to one action. The content is read once for all of them; what is found in it goes into `words`, by list. */
export function applierFor(
  prepared: PreparedSlice,
  source: { readonly action: Action; readonly facts: Facts; readonly workflow: Workflow },
  now: number,
  words: Decision['words'] = {},
): (rule: Rule) => Applied {
  let found: ReturnType<PreparedSlice['search']> | undefined
  let facts: Record<string, FactValue | null> = {}
  let spent = 0
  const fact = (name: string) => {
    const value = factOf(name, source)
    facts[name] = value ?? null
    return value
  }
  // One reading for all rules, because a hundred of them would be most of what a decision leaves to the collector.
  const reading = {
    ...source,
    now,
    rule: '',
    choices: prepared.overrideReasons,
    fact,
    note: (name: string, value: FactValue | null) => {
      facts[name] = value
    },
    matches: (list: string) => {
      const hits = (found ??= prepared.search(source.action.content)).get(list)
      if (hits) words[list] = wordsOf(hits)
      return hits
    },
    spend: (amount: number) => {
      const isEnough = amount <= (source.facts.reserved[reading.rule] ?? 0)
      if (isEnough) spent = amount
      return isEnough
    },
  }

  return ({ id, mode, when, guardrail: { kind, settings } }) => {
    let finding: Finding | null = null
    facts = {}
    spent = 0
    reading.rule = id
    try {
      // Settings were checked against the kind's own schema when the bundle was parsed.
      if (!when || conditionHolds(when, fact) !== false)
        finding = (checks.get(kind) ?? unknownKind)(settings as never, reading)
    } catch {
      finding = unknownKind()
    }
    const outcome = !finding ? 'passed' : finding.code === 'UNREADABLE' ? 'unknown' : 'failed'
    return {
      finding,
      spent,
      entry: { rule: id, kind, mode, outcome, facts, smallestChange: finding?.change ?? null },
    }
  }
}

/** A kind of a newer version, or settings no schema has seen: held, because nobody can say that it passes. */
function unknownKind(): Finding {
  return { code: 'POLICY_UNAVAILABLE' }
}
