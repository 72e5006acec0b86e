import type { Condition, FactValue, Operator } from './condition.ts'

type Lookup = (fact: string) => FactValue | undefined

/** Kleene logic: undefined is `unknown`. Whoever asks treats unknown as a match. */
export function conditionHolds(condition: Condition, fact: Lookup): boolean | undefined {
  if ('all' in condition) return combine(condition.all, fact, false)
  if ('any' in condition) return combine(condition.any, fact, true)
  if ('not' in condition) return not(conditionHolds(condition.not, fact))
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

function not(holds: boolean | undefined): boolean | undefined {
  return holds === undefined ? holds : !holds
}

function compare(left: FactValue | undefined, is: Operator, right: FactValue): boolean | undefined {
  if (is === 'is-known') return (left !== undefined) === right
  if (left === undefined) return left
  switch (is) {
    case 'equals':
      return isEqual(left, right)
    case 'not-equals':
      return not(isEqual(left, right))
    case 'above':
      return isAbove(left, right)
    case 'at-most':
      return not(isAbove(left, right))
    case 'below':
      return isAbove(right, left)
    case 'at-least':
      return not(isAbove(right, left))
    case 'contains':
      return contains(left, right)
    case 'in':
      return isEach(left, right, true)
    case 'not-in':
      return isEach(left, right, false)
  }
  return is satisfies never
}

function isEqual(left: FactValue, right: FactValue): boolean | undefined {
  return typeof left === typeof right && typeof left !== 'object' ? left === right : undefined
}

/** Numbers by size and ISO dates by time; nothing else has an order. */
function isAbove(left: FactValue, right: FactValue): boolean | undefined {
  const isNumeric = typeof left === 'number' && typeof right === 'number'
  return isNumeric || (isDate(left) && isDate(right)) ? left > right : undefined
}

function isDate(value: FactValue): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)
}

function contains(left: FactValue, right: FactValue): boolean | undefined {
  if (typeof right !== 'string') return undefined
  if (typeof left === 'object') return left.includes(right)
  return typeof left === 'string' ? left.toLowerCase().includes(right.toLowerCase()) : undefined
}

/** Whether each value is, or is not, in the list: a list of facts is `in` when all of it is, `not-in` when none of it is. */
function isEach(left: FactValue, right: FactValue, isIn: boolean): boolean | undefined {
  const values = typeof left === 'object' ? left : [left]
  if (typeof right !== 'object' || values.some((value) => typeof value !== 'string')) return undefined
  return values.every((value) => right.includes(String(value)) === isIn)
}
