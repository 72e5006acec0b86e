import type { Outcome } from './mutated.ts'

export interface Figures {
  readonly crm: string
  readonly cases: number
  /** Of the surfaces that a place is the control of, over every change. */
  readonly detected: number
  /** The same with one locator gone and nothing else changed. */
  readonly detectedWithout: number
  readonly falseGates: number
  readonly degraded: number
  readonly silent: number
}

export function figuresOf(outcomes: readonly Outcome[]): readonly Figures[] {
  const crms = [...new Set(outcomes.map(({ crm }) => crm))]
  return crms.map((crm) => {
    const own = outcomes.filter((one) => one.crm === crm)
    const losses = own.filter(({ change }) => change.startsWith('locator '))
    return {
      ...{ crm, cases: own.length, detected: share(own), detectedWithout: share(losses) },
      falseGates: own.reduce((sum, { falseGates }) => sum + falseGates.length, 0),
      degraded: own.filter(({ isDegraded }) => isDegraded).length / own.length,
      silent: own.reduce((sum, { silent }) => sum + silent.length, 0),
    }
  })
}

function share(outcomes: readonly Outcome[]): number {
  const expected = outcomes.reduce((sum, one) => sum + one.expected, 0)
  return expected === 0 ? 1 : outcomes.reduce((sum, { found }) => sum + found, 0) / expected
}

/** One line a pack, and one for everything that was missed or wrongly held. */
export function say(outcomes: readonly Outcome[]): string {
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`
  const lines = figuresOf(outcomes).map(
    ({ crm, cases, detected, detectedWithout, falseGates, degraded, silent }) =>
      `mutations ${crm}: ${cases} pages, detected ${percent(detected)}, with any one locator gone ${percent(detectedWithout)}, ` +
      `false gates ${falseGates}, degraded ${percent(degraded)}, missed in silence ${silent}`,
  )
  const wrong = outcomes
    .filter(({ expected, found, falseGates }) => found < expected || falseGates.length > 0)
    .map(
      ({ crm, place, change, expected, found, falseGates, isDegraded }) =>
        `  ${crm} ${place}, ${change}: ${found} of ${expected}, ${isDegraded ? 'degraded' : 'no report'} ${falseGates.join(', ')}`,
    )
  return `${[...lines, ...wrong].join('\n')}\n`
}
