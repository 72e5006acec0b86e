import type { Action, Scalar } from './action.ts'

/** An input that lint tries on a rule: part of an action, at some time. */
export interface Probe {
  readonly action: Partial<Action>
  /** Epoch milliseconds. */
  readonly now?: number
}

/** Just below, at and just above each limit. */
export function around(...limits: readonly number[]): number[] {
  return [...new Set(limits.flatMap((limit) => [limit - 1, limit, limit + 1]))].sort(
    (left, right) => left - right,
  )
}

/** An action that changes one field. */
export function changed(name: string, before: Scalar, after: Scalar): Probe {
  return { action: { fields: [{ name, label: name, before, after, beforeKnown: true }] } }
}
