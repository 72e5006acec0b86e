import type { Page } from 'playwright-core'
import { openHostileStage, ready } from '../hostile/support/stage.ts'

const pages = ['mutation-flood', 'giant-document', 'deep-document', 'endless-address']
const rounds = 3

/** Milliseconds of the longest task while the page goes on for two seconds and its control is pressed. */
async function longestTask(page: Page): Promise<number> {
  await page.evaluate(() => {
    const longest = { longest: 0 }
    Object.assign(window, longest)
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries())
        Object.assign(window, {
          longest: Math.max(duration, (window as unknown as typeof longest).longest),
        })
    }).observe({ type: 'longtask', buffered: false })
  })
  await page.mouse.click(40, 20)
  return page.evaluate(
    () =>
      new Promise<number>((resolve) =>
        setTimeout(() => resolve((window as unknown as { longest: number }).longest), 2000),
      ),
  )
}

/** How much longer the longest task of any hostile page is under the extension than without it, by medians. */
async function freeze(): Promise<number> {
  const stage = await openHostileStage()
  const median = (values: number[]) => values.sort((left, right) => left - right)[values.length >> 1]!
  let worst = 0
  try {
    for (const name of pages) {
      const bare: number[] = []
      const governed: number[] = []
      for (let round = 0; round < rounds; round += 1)
        await stage.both(name, {
          bare: async ({ page }) => void bare.push(await longestTask(page)),
          async governed(scene) {
            await ready(scene)
            governed.push(await longestTask(scene.page))
          },
        })
      worst = Math.max(worst, median(governed) - median(bare))
    }
    return worst
  } finally {
    await stage.close()
  }
}

export const benches = [
  {
    name: 'hostile pages, longest task beyond their own',
    unit: 'ms',
    goal: 200,
    better: 'lower',
    run: freeze,
  },
] as const
