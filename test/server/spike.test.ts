import { describe, expect, test } from 'vitest'
import { chanceOf, levelOf, looksDue, spikeOf } from '../../server/features/rollouts/spike.ts'

/** Numbers that a run repeats exactly (Lehmer, 1951). */
function numbers(seed: number) {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

describe('spike', () => {
  test("Fisher's own example of the tea gives 1 of 70, and 17 of 70 with one mistake", () => {
    expect(chanceOf({ bad: 4, of: 4 }, { bad: 0, of: 4 })).toBeCloseTo(1 / 70, 12)
    expect(chanceOf({ bad: 3, of: 4 }, { bad: 1, of: 4 })).toBeCloseTo(17 / 70, 12)
    expect(chanceOf({ bad: 0, of: 4 }, { bad: 4, of: 4 })).toBeCloseTo(1, 12)
  })

  test('large numbers are as exact as small ones', () => {
    // Half of a symmetric table lies above its middle, and half of the middle itself.
    const [half, all] = [
      chanceOf({ bad: 501, of: 1_000_000 }, { bad: 499, of: 1_000_000 }),
      chanceOf({ bad: 500, of: 1_000_000 }, { bad: 500, of: 1_000_000 }),
    ]
    expect(half + all).toBeCloseTo(1, 6)
  })

  test('all looks together spend less than one in a hundred', () => {
    let spent = 0
    for (let look = 1; look < 100_000; look++) spent += levelOf(look)
    expect(spent).toBeLessThan(0.01)
    expect([0, 1, 3, 8, 119, 120, 240, 1440].map(looksDue)).toEqual([0, 1, 2, 4, 7, 8, 9, 19])
  })

  test.each([
    ['two of two are no spike: too few to act on', { bad: 2, of: 2 }, { bad: 0, of: 500 }, false],
    ['five of eight against nothing', { bad: 5, of: 8 }, { bad: 0, of: 50 }, true],
    ['the same rate on both sides', { bad: 50, of: 100 }, { bad: 500, of: 1000 }, false],
    ['certain, but not twice as much', { bad: 6000, of: 100_000 }, { bad: 50_000, of: 1_000_000 }, false],
    ['less than outside', { bad: 5, of: 1000 }, { bad: 90, of: 1000 }, false],
    ['nobody outside to compare with', { bad: 90, of: 100 }, { bad: 0, of: 0 }, false],
  ])('%s', (_, ring, others, isSpike) => {
    expect(spikeOf('overrides', { ring, others, least: 5, look: 1 }) !== null).toBe(isSpike)
  })

  test('of 1,000 rollouts that change nothing hardly one is halted, however often it is looked at', () => {
    const next = numbers(20_261_123)
    let halted = 0
    for (let rollout = 0; rollout < 1000; rollout++) {
      const ring = { bad: 0, of: 0 }
      const others = { bad: 0, of: 0 }
      for (let look = 1; look <= 19; look++) {
        for (let decision = 0; decision < 20; decision++) {
          const side = next() < 0.1 ? ring : others
          side.of += 1
          if (next() < 0.08) side.bad += 1
        }
        if (spikeOf('overrides', { ring: { ...ring }, others: { ...others }, least: 5, look })) {
          halted += 1
          break
        }
      }
    }
    expect(halted).toBeLessThanOrEqual(10)
  })
})
