import type { BrowserContext, Page } from 'playwright-core'
import type { Policy } from '../../policy/bundle.ts'
import { compileSlice } from '../../policy/compile.ts'
import type { Slice } from '../../policy/slice.ts'
import starter from '../../policy/starter/starter-policy.json' with { type: 'json' }
import type { SitePack, Surface } from '../../protocol/site-pack.ts'
import tryton from '../../sites/tryton/pack.json' with { type: 'json' }
import { buildPageExtension } from '../content-scripts/support/page-extension.ts'
import { servePages } from '../content-scripts/support/page-server.ts'
import { pressSurface } from '../content-scripts/support/slices.ts'
import { buildBundle, buildWorkflow } from '../policy/build.ts'
import { closedElements } from '../support/closed-roots.ts'
import { launchChromium } from '../support/extension.ts'

const badgeCount = 50
const frames = 120
const rounds = 9

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

const trytonPack = JSON.parse(
  JSON.stringify(tryton).replaceAll('"/#{database}/', '"/churn#{database}/'),
) as SitePack

/** The Tryton slice with the starter policy on a page of ours, and fifty controls beside what Tryton has. */
export function bulkSlice(): Slice {
  const surfaces = Array.from({ length: badgeCount }, (_, index) => bulk(index))
  const pack: SitePack = {
    ...trytonPack,
    detect: ['meta[name="application"][content="test-crm"]'],
    surfaces: [...trytonPack.surfaces, ...surfaces],
  }
  const workflow = buildWorkflow({ id: 'bulk', tier: 4, surfaces: surfaces.map(({ id }) => `tryton/${id}`) })
  const policy = starter as unknown as Policy
  const bundle = buildBundle({ ...policy, workflows: [...policy.workflows, workflow] })
  const state = { bundleDigest: '', lease: 'fresh', killed: [], reserved: {}, suggestions: [] } as const
  return compileSlice(bundle, pack, state)
}

/** Milliseconds of script on the main thread while the page churns. */
async function scriptTime(page: Page): Promise<number> {
  // What lies behind another tab gets no frames.
  await page.bringToFront()
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
  await page.goto(`${url}/churn#practice/model/sale.opportunity/1`)
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

/**
 * The control is the same page in the same browser, on a host where no content script runs. They take turns: the
 * machine's mood is the same for both.
 */
async function measure(): Promise<{ ratio: number; frames: number; shift: number }> {
  const server = await servePages()
  const governed = await launchChromium({ extensionDir: await buildPageExtension() })
  try {
    const worker = await governed.worker()
    await worker.evaluate((slice) => globalThis.adopt(slice), bulkSlice() as unknown as object)
    const own = await openChurn(governed.context, server.url)
    await withBadges(own)
    // The churn moves things by itself; what badges move has to be told before it.
    const shift = await own.evaluate(() =>
      (window as never as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0),
    )
    const control = await openChurn(governed.context, server.url.replace('127.0.0.1', 'localhost'))
    const ratios: number[] = []
    await scriptTime(control)
    await scriptTime(own)
    for (let round = 0; round < rounds; round += 1) {
      const [governedTime, controlTime] = [await scriptTime(own), await scriptTime(control)]
      process.stderr.write(
        `churn: ${governedTime.toFixed(0)} ms of script, control ${controlTime.toFixed(0)} ms\n`,
      )
      ratios.push(governedTime / controlTime)
    }
    await own.bringToFront()
    const late = await lateness(own)
    return { ratio: median(ratios), frames: late, shift }
  } finally {
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
