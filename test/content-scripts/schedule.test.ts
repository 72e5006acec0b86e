import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeSchedule } from '../../content-scripts/dom/schedule.ts'

const frame = 16
/** Milliseconds of one pass: of a large page, so that what is put aside is soon used up. */
const cost = 10

describe('the schedule of passes', () => {
  let passes: number[]
  let schedule: ReturnType<typeof makeSchedule>
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    vi.stubGlobal('requestAnimationFrame', (then: () => void) => setTimeout(then, frame))
    passes = []
    schedule = makeSchedule(() => {
      passes.push(performance.now())
      vi.advanceTimersByTime(cost)
    })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })
  /** A page that changes in every frame. */
  const churn = (milliseconds: number, hasNews?: () => boolean) => {
    for (let spent = 0; spent < milliseconds; spent += frame) {
      schedule(false, hasNews)
      vi.advanceTimersByTime(frame)
    }
  }

  test('a page that never rests is looked at twice a second, and no more', () => {
    churn(2000)
    passes.length = 0
    churn(10_000)
    expect(passes.length).toBeGreaterThanOrEqual(17)
    expect(passes.length).toBeLessThanOrEqual(20)
  })

  test('what a person did is shown after the next frame, and what waited is not looked at again for it', () => {
    churn(2000)
    passes.length = 0
    schedule()
    schedule(true)
    schedule(true)
    vi.advanceTimersByTime(frame + 1)
    expect(passes).toHaveLength(1)
    vi.advanceTimersByTime(5000)
    expect(passes).toHaveLength(1)
  })

  test('something new is shown at once although nothing is left, and is looked for five times a second at most', () => {
    churn(2000)
    passes.length = 0
    const hasNews = vi.fn(() => false)
    churn(1000, hasNews)
    expect(hasNews.mock.calls.length).toBeGreaterThanOrEqual(4)
    expect(hasNews.mock.calls.length).toBeLessThanOrEqual(6)
    vi.advanceTimersByTime(400)
    passes.length = 0
    schedule(false, () => true)
    vi.advanceTimersByTime(frame + 1)
    expect(passes).toHaveLength(1)
  })
})
