import { conditionHolds } from '../condition-holds.ts'
import { childrenOf } from '../condition.ts'
import type { Condition, FactValue } from '../condition.ts'
import { aboutRule } from './lint-finding.ts'
import type { LintFinding, Linted } from './lint-finding.ts'

/** Rules whose condition no input makes true. */
export function lintReach({ rules }: Linted): LintFinding[] {
  return rules
    .filter((rule) => rule.mode !== 'off' && rule.when !== null && !isReachable(rule.when))
    .map((rule) => aboutRule('warning', 'UNREACHABLE_RULE', rule))
}

type Comparison = Extract<Condition, { fact: string }>
type Candidate = FactValue | undefined
/** Past this the search is given up and the rule taken for reachable. */
const mostTries = 20_000

/**
 * Tries every combination of values around the constants of the condition. Between two neighbouring constants all values
 * behave alike, so a condition that none of them makes true is never true.
 */
export function isReachable(condition: Condition): boolean {
  const byFact = new Map<string, Comparison[]>()
  for (const one of comparisonsIn(condition)) byFact.set(one.fact, [...(byFact.get(one.fact) ?? []), one])
  const names = [...byFact.keys()]
  const values = names.map((name) => candidatesFor(byFact.get(name) ?? []))
  const tries = values.reduce((product, list) => product * list.length, 1)
  if (tries > mostTries) return true
  for (let number = 0; number < tries; number++) {
    let rest = number
    const input = new Map<string, Candidate>()
    names.forEach((name, index) => {
      const list = values[index] ?? []
      input.set(name, list[rest % list.length])
      rest = Math.floor(rest / list.length)
    })
    if (conditionHolds(condition, (fact) => input.get(fact)) === true) return true
  }
  return false
}

function comparisonsIn(condition: Condition): Comparison[] {
  return 'fact' in condition ? [condition] : childrenOf(condition).flatMap(comparisonsIn)
}

function candidatesFor(comparisons: readonly Comparison[]): Candidate[] {
  const constants = comparisons.flatMap(({ value }) => (typeof value === 'object' ? [...value] : [value]))
  const texts = constants.filter((value) => typeof value === 'string')
  const isList = /^(recipients\.domains|data-risk)$/.test(comparisons[0]?.fact ?? '')
  const known: Candidate[] = constants.flatMap((value): Candidate[] => {
    if (typeof value === 'number') return [value - 0.5, value, value + 0.5]
    if (typeof value === 'boolean') return [true, false]
    return [value, `${value}~`, ...daysAround(value)]
  })
  const together = texts.length > 1 ? [texts.join(' ')] : []
  const lists: Candidate[] = isList ? [[], texts, ...texts.map((text) => [text]), ['~'], [...texts, '~']] : []
  const unknown = comparisons.some(({ is }) => is === 'is-known') ? [undefined, 0] : []
  return [...new Set([...(isList ? [] : [...known, ...together]), ...lists, ...unknown])]
}

/** The days next to an ISO date. */
function daysAround(text: string): string[] {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN
  if (Number.isNaN(time)) return []
  return [-86_400_000, 86_400_000].map((step) => new Date(time + step).toISOString().slice(0, 10))
}
