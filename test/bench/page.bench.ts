import type { BrowserContext, Page } from 'playwright-core'
import type { Surface } from '../../protocol/site-pack.ts'
import { buildPageExtension } from '../content-scripts/support/page-extension.ts'
import { servePages } from '../content-scripts/support/page-server.ts'
import { buildSlice, pressSurface } from '../content-scripts/support/slices.ts'
import { closedElements } from '../support/closed-roots.ts'
import { launchChromium } from '../support/extension.ts'

const badgeCount = 50
const frames = 30
const rounds = 5

const bulk = (index: number): Surface => ({
  ...pressSurface,
  id: `bulk-${index}`,
  name: `Bulk ${index}`,
  operation: `bulk.run-${index}`,
  control: {
    scope: 'document',
    locators: [
      { by: 'attribute', css: `button[data-action="bulk-${index}"]`, weight: 4 },
      { by: 'role', role: 'button', name: 'Run', weight: 1 },
    ],
    threshold: 4,
  },
  requests: [],
})

export function bulkSlice() {
  const built = buildSlice({ surfaces: Array.from({ length: badgeCount }, (_, index) => bulk(index)) })
  const [, campaigns, ...others] = built.workflows
  const surfaces = Array.from({ length: badgeCount }, (_, index) => `test/bulk-${index}`)
  return { ...built, workflows: [...others, { ...campaigns!, surfaces }] }
}

/** Milliseconds of script on the main thread while the page churns. */
async function scriptTime(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0)
  }
  const before = await read()
  await page.evaluate(
    (count) => (window as never as { churn: (n: number) => Promise<void> }).churn(count),
    frames,
  )
  const spent = (await read()) - before
  await session.detach()
  return spent
}

const median = (values: number[]) =>
  values.sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN

async function openChurn(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${url}/churn`)
  return page
}

async function withBadges(page: Page): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (
      (await page.evaluate(() => document.readyState)) === 'complete' &&
      (await countBadges(page)) === badgeCount
    )
      return
  }
  throw new Error(`${await countBadges(page)} of ${badgeCount} badges`)
}

async function countBadges(page: Page): Promise<number> {
  return (
    await closedElements(
      page,
      (tag, { 'aria-label': label = '' }) => tag === 'button' && label.startsWith('Bulk'),
    )
  ).length
}

let measured: Promise<{ ratio: number; frames: number; shift: number }> | undefined

/** Both browsers stay open and take turns: the machine's mood is the same for both. */
async function measure(): Promise<{ ratio: number; frames: number; shift: number }> {
  const server = await servePages()
  const governed = await launchChromium({ extensionDir: await buildPageExtension() })
  const { chromium } = await import('playwright-core')
  const { ensureChromium } = await import('../support/provision-chromium.ts')
  const provided = ensureChromium()
  if (!provided.ok) throw new Error(provided.reason)
  const bare = await chromium.launch({ executablePath: provided.executable, args: ['--no-sandbox'] })
  try {
    const worker = await governed.worker()
    await worker.evaluate((slice) => globalThis.adopt(slice), bulkSlice() as unknown as object)
    const own = await openChurn(governed.context, server.url)
    await withBadges(own)
    // The churn moves things by itself; what badges move has to be told before it.
    const shift = await own.evaluate(() =>
      (window as never as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0),
    )
    const control = await openChurn(
      await bare.newContext({ viewport: { width: 1280, height: 800 } }),
      server.url,
    )
    const ratios: number[] = []
    await scriptTime(control)
    await scriptTime(own)
    for (let round = 0; round < rounds; round += 1)
      ratios.push((await scriptTime(own)) / (await scriptTime(control)))
    const late = await lateness(own)
    return { ratio: median(ratios), frames: late, shift }
  } finally {
    await bare.close()
    await governed.close()
    await server.close()
  }
}

/** Frames from the insertion of a control to the first frame in which something of ours lies beside it, p95 of 40. */
export async function lateness(page: Page): Promise<number> {
  const counts: number[] = []
  for (let index = 0; index < 40; index += 1) {
    counts.push(
      await page.evaluate(
        (which) =>
          new Promise<number>((resolve) => {
            const old = document.querySelector(`[data-action="bulk-${which}"]`)!
            const place = old.parentElement!
            old.remove()
            // The badge of the old control has to be gone before that of the new one can be told from it.
            setTimeout(() => {
              place.insertAdjacentHTML('beforeend', `<button data-action="bulk-${which}">Run</button>`)
              const box = place.firstElementChild!.getBoundingClientRect()
              let count = 0
              const look = () => {
                const hit = document.elementFromPoint(box.right + 12, box.top + box.height / 2)
                if (hit?.localName.startsWith('x-') || count > 60) return resolve(count)
                count += 1
                requestAnimationFrame(() => setTimeout(look))
              }
              requestAnimationFrame(() => setTimeout(look))
            }, 400)
          }),
        index,
      ),
    )
  }
  return counts.sort((left, right) => left - right)[Math.ceil(counts.length * 0.95) - 1] ?? Number.NaN
}

const once = () => (measured ??= measure())

export const benches = [
  {
    name: 'page script time, 20,000 nodes churning, 50 badges',
    unit: 'x no extension',
    goal: 1.15,
    better: 'lower',
    run: async () => (await once()).ratio,
  },
  {
    name: 'badge after its control, p95',
    unit: 'frames',
    goal: 2,
    better: 'lower',
    run: async () => (await once()).frames,
  },
  {
    name: 'layout shift by badges',
    unit: 'CLS',
    goal: 0,
    better: 'lower',
    run: async () => (await once()).shift,
  },
] as const
