import type { Condition, FactValue } from './condition.ts'

type Lookup = (fact: string) => FactValue | undefined

/** Kleene logic: undefined is `unknown`. Whoever asks treats unknown as a match. */
export function conditionHolds(condition: Condition, fact: Lookup): boolean | undefined {
  if ('all' in condition) return combine(condition.all, fact, false)
  if ('any' in condition) return combine(condition.any, fact, true)
  if ('not' in condition) {
    const inner = conditionHolds(condition.not, fact)
    return inner === undefined ? inner : !inner
  }
  return compare(fact(condition.fact), condition.is, condition.value)
}

/** `any` is decided by the first true, `all` by the first false; else one unknown makes it unknown. */
function combine(parts: readonly Condition[], fact: Lookup, deciding: boolean): boolean | undefined {
  let result: boolean | undefined = !deciding
  for (const part of parts) {
    const holds = conditionHolds(part, fact)
    if (holds === deciding) return holds
    if (holds === undefined) result = holds
  }
  return result
}

const isoDate = /^\d{4}-\d\d-\d\d/

function compare(left: FactValue | undefined, is: string, right: FactValue): boolean | undefined {
  if (is === 'is-known') return (left !== undefined) === right
  if (left === undefined) return left
  const same = typeof left === typeof right && !Array.isArray(left) && !Array.isArray(right)
  switch (is) {
    case 'equals':
      return same ? left === right : undefined
    case 'not-equals':
      return same ? left !== right : undefined
    case 'contains':
      if (typeof right !== 'string' || (typeof left !== 'string' && !Array.isArray(left))) return undefined
      return typeof left === 'string' ? left.toLowerCase().includes(right.toLowerCase()) : left.includes(right)
    case 'in':
    case 'not-in': {
      if (!Array.isArray(right)) return undefined
      // A list of facts is `in` when all of it is, and `not-in` when none of it is.
      const values: unknown[] = Array.isArray(left) ? left : [left]
      const isIn = (value: unknown) => typeof value === 'string' ? right.includes(value) : undefined
      const wanted = is === 'in'
      return values.some((value) => isIn(value) === undefined) ? undefined : values.every((value) => isIn(value) === wanted)
    }
  }
  if (!same || (typeof left !== 'number' && !(isoDate.test(`${left}`) && isoDate.test(`${right}`)))) return undefined
  switch (is) {
    case 'above':
      return left > right
    case 'at-least':
      return left >= right
    case 'below':
      return left < right
    case 'at-most':
      return left <= right
  }
  return undefined
}
