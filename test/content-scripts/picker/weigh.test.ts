import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { weigh } from '../../../content-scripts/picker/weigh.ts'
import type { Signal } from '../../../content-scripts/picker/weigh.ts'

const signal = (group: string, worth: number, others: readonly number[] = [], isTrue = true): Signal => ({
  ...{ group, worth, isTrue, others },
})
const found = (weights: readonly number[], threshold: number, without: number) =>
  weights.reduce((sum, weight, index) => sum + (index === without ? 0 : weight), 0) >= threshold

describe('weights of signals', () => {
  test('F3 three kinds of evidence: found with any kind gone, never by one kind alone', () => {
    const signals = [signal('mark', 4), signal('label', 3), signal('label', 2), signal('place', 3)]
    const { weights, threshold, confidence } = weigh(signals)
    expect(confidence).toBe('high')
    const byGroup = Map.groupBy(weights.entries(), ([index]) => signals[index]?.group ?? '')
    for (const [, members] of byGroup) {
      const own = members.reduce((sum, [, weight]) => sum + weight, 0)
      expect(own).toBeLessThan(threshold)
      expect(weights.reduce((sum, weight) => sum + weight, 0) - own).toBeGreaterThanOrEqual(threshold)
    }
  })

  test('a signal that also points at others weighs less, one that points at many is dropped', () => {
    const { weights } = weigh([
      signal('mark', 4),
      signal('label', 4, [1]),
      signal('place', 4, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    ])
    expect(weights).toEqual([4, 2, 0])
  })

  test('something that looks the same in every way is said to be so', () => {
    expect(weigh([signal('label', 3, [1]), signal('label', 2, [1])]).confidence).toBe('none')
  })

  test('on random pages nothing else is found, and with any one signal gone it still is', () => {
    const others = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 12 })
    const signals = fc.array(
      fc.record({
        group: fc.constantFrom('mark', 'label', 'place', 'entity'),
        worth: fc.constantFrom(1, 2, 3, 4),
        isTrue: fc.boolean(),
        others,
      }),
      { minLength: 1, maxLength: 7 },
    )
    fc.assert(
      fc.property(signals, (given) => {
        const { weights, threshold, confidence } = weigh(given)
        if (confidence === 'none') return
        for (let other = 0; other <= 12; other += 1) {
          const score = given.reduce(
            (sum, one, index) => sum + (one.others.includes(other) ? (weights[index] ?? 0) : 0),
            0,
          )
          expect(score).toBeLessThan(threshold)
        }
        expect(found(weights, threshold, -1)).toBe(true)
        if (confidence === 'low') return
        for (let gone = 0; gone < given.length; gone += 1) expect(found(weights, threshold, gone)).toBe(true)
      }),
    )
  })
})
