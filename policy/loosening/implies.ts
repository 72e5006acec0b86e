import { canonical } from '../canonical.ts'
import type { Json } from '../canonical.ts'
import type { Condition, FactValue } from '../condition.ts'

type Comparison = Extract<Condition, { fact: string }>

/**
 * Whether a rule under `after` applies wherever it applied under `before`; null = always. False also when that cannot be
 * shown. A rule applies unless its condition is false, so `unknown` is on the side of applying throughout.
 */
export function implies(before: Condition | null, after: Condition | null): boolean {
  if (after === null) return true
  if (before === null) return false
  if (isSame(before, after)) return true
  if ('any' in before) return before.any.every((part) => implies(part, after))
  if ('all' in after) return after.all.every((part) => implies(before, part))
  if ('any' in after && after.any.some((part) => implies(before, part))) return true
  if ('all' in before) return before.all.some((part) => implies(part, after))
  return 'fact' in before && 'fact' in after && isWider(before, after)
}

export function isSame(left: unknown, right: unknown): boolean {
  return canonical((left ?? null) as Json) === canonical((right ?? null) as Json)
}

function isWider(before: Comparison, after: Comparison): boolean {
  if (before.fact !== after.fact) return false
  const [from, to] = [before.value, after.value]
  if (before.is === after.is && before.is === 'in') return isWithin(from, to)
  if (before.is === after.is && before.is === 'not-in') return isWithin(to, from)
  const order = orderOf(from, to)
  if (order === null) return false
  switch (before.is) {
    case 'above':
      return (after.is === 'above' || after.is === 'at-least') && order >= 0
    case 'at-least':
      return (after.is === 'at-least' && order >= 0) || (after.is === 'above' && order > 0)
    case 'below':
      return (after.is === 'below' || after.is === 'at-most') && order <= 0
    case 'at-most':
      return (after.is === 'at-most' && order <= 0) || (after.is === 'below' && order < 0)
    case 'equals':
    case 'not-equals':
    case 'in':
    case 'not-in':
    case 'contains':
    case 'is-known':
      return false
  }
  return before.is satisfies never
}

/** Only numbers: what has no order for `evaluate` (a date that is not one) must have none here. */
function orderOf(left: FactValue, right: FactValue): number | null {
  return typeof left === 'number' && typeof right === 'number' ? left - right : null
}

function isWithin(part: FactValue, whole: FactValue): boolean {
  return typeof part === 'object' && typeof whole === 'object' && part.every((each) => whole.includes(each))
}
