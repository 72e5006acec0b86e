import type { Confidence } from '../../protocol/messages/picker-port.ts'

/** A signal before it has a weight: what kind of evidence it is, and which elements it points at. */
export interface Signal {
  /** Signals of one group go together: a renamed control loses its role's name and its text at once. */
  readonly group: string
  /** What it is worth when it points at nothing else. */
  readonly worth: number
  readonly isTrue: boolean
  /** Other elements it points at, by any number that names them. */
  readonly others: readonly number[]
}

export interface Weighed {
  /** One for each signal; 0 = not to be used. */
  readonly weights: readonly number[]
  readonly threshold: number
  readonly confidence: Confidence
}

/** More others than this, and a signal says nothing. */
const most = 8

/**
 * Weights and a threshold under which the control is found and nothing else is: if there is a way, also with a whole kind
 * of evidence gone and never by one kind alone; else with any one signal gone; else as long as nothing is gone.
 */
export function weigh(signals: readonly Signal[]): Weighed {
  const weights = signals.map(({ isTrue, worth, others, group }) =>
    !isTrue || (others.length > most && group !== 'entity')
      ? 0
      : Math.max(1, Math.round(worth / (1 + others.length))),
  )
  const total = sum(weights)
  const groups = new Map<string, number>()
  const scores = new Map<number, number>()
  signals.forEach(({ group, others }, index) => {
    const weight = weights[index] ?? 0
    groups.set(group, (groups.get(group) ?? 0) + weight)
    for (const other of others) scores.set(other, (scores.get(other) ?? 0) + weight)
  })
  const nearest = Math.max(0, ...scores.values())
  const heaviestGroup = Math.max(0, ...groups.values())
  const heaviest = Math.max(0, ...weights)
  const between = (low: number, high: number) => Math.ceil((low + high) / 2)

  const sure = Math.max(nearest, heaviestGroup)
  if (total - heaviestGroup > sure)
    return { weights, threshold: between(sure + 1, total - heaviestGroup), confidence: 'high' }
  if (total - heaviest > nearest)
    return { weights, threshold: between(nearest + 1, total - heaviest), confidence: 'medium' }
  if (total > nearest) return { weights, threshold: nearest + 1, confidence: 'low' }
  return { weights, threshold: Math.max(1, total), confidence: 'none' }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
