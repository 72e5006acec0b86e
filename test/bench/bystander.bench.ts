import type { BrowserContext, Page } from 'playwright-core'
import { buildPageExtension } from '../content-scripts/support/page-extension.ts'
import { servePages } from '../content-scripts/support/page-server.ts'
import { launchChromium } from '../support/extension.ts'
import { bulkSlice } from './page.bench.ts'

const navigations = 500
const presses = 60
const rounds = 5

interface Figures {
  /** Requests that only one of the two pages made. */
  readonly requests: number
  readonly typing: number
  readonly clicking: number
  readonly growth: number
}

/** A page on a host that packs speak of, with nothing on it that any of them governs: the engine is there for nothing. */
async function open(context: BrowserContext, url: string) {
  const page = await context.newPage()
  const requests: string[] = []
  page.on('request', (request) => {
    const { protocol, pathname } = new URL(request.url())
    // Files of the extension are read from the disk, and reach nobody.
    if (!protocol.startsWith('http')) return
    requests.push(`${request.method()} ${pathname} ${request.postData() ?? ''}`)
  })
  await page.goto(`${url}/bystander#/place/0`)
  return { page, requests }
}

async function latency(page: Page, act: (page: Page) => Promise<void>): Promise<number> {
  await page.bringToFront()
  await page.evaluate(() => ((window as never as { latencies: number[] }).latencies.length = 0))
  for (let count = 0; count < presses; count += 1) await act(page)
  const all = await page.evaluate(() => (window as never as { latencies: number[] }).latencies)
  return all.sort((one, other) => one - other)[Math.floor(all.length * 0.75)] ?? Number.NaN
}

const type = (page: Page) => page.locator('[name=search]').press('a')
const click = (page: Page) => page.locator('#press').click()
const median = (values: number[]) =>
  values.sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN

/** Bytes of heap that 500 client-side navigations leave behind. */
async function growth(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  const used = async () => {
    await session.send('HeapProfiler.collectGarbage')
    return (await session.send('Runtime.getHeapUsage')).usedSize
  }
  const wander = (count: number) =>
    page.evaluate((turns) => (window as never as { wander(n: number): Promise<void> }).wander(turns), count)
  await page.bringToFront()
  // What is made once is no growth.
  await wander(50)
  const before = await used()
  await wander(navigations)
  return (await used()) - before
}

let measured: Promise<Figures> | undefined

/** The control is the same page in the same browser, on a name of this machine where no content script runs. */
async function measure(): Promise<Figures> {
  const server = await servePages()
  const chromium = await launchChromium({ extensionDir: await buildPageExtension() })
  try {
    const slice = bulkSlice()
    const worker = await chromium.worker()
    const elsewhere = { ...slice, pack: { ...slice.pack, detect: ['meta[name="nowhere"]'] } }
    await worker.evaluate((given) => globalThis.adopt(given), elsewhere as unknown as object)
    const own = await open(chromium.context, server.url)
    const control = await open(chromium.context, server.url.replace('127.0.0.1', 'localhost'))
    const ratios = { typing: [] as number[], clicking: [] as number[] }
    for (let round = 0; round <= rounds; round += 1) {
      const typing = (await latency(own.page, type)) / (await latency(control.page, type))
      const clicking = (await latency(own.page, click)) / (await latency(control.page, click))
      // The first round warms both up.
      if (round > 0) {
        ratios.typing.push(typing)
        ratios.clicking.push(clicking)
      }
    }
    const [mine, theirs] = [own.requests.toSorted(), control.requests.toSorted()]
    const requests =
      Math.abs(mine.length - theirs.length) + mine.filter((one, index) => one !== theirs[index]).length
    const grown = await growth(own.page)
    const usual = await growth(control.page)
    process.stderr.write(
      `bystander: ${mine.length} requests, control ${theirs.length}; heap ${grown} bytes, control ${usual}\n`,
    )
    return {
      requests,
      typing: median(ratios.typing),
      clicking: median(ratios.clicking),
      growth: grown / 1_000_000,
    }
  } finally {
    await chromium.close()
    await server.close()
  }
}
const once = () => (measured ??= measure())

export const benches = [
  {
    name: 'no governed surface on the page: requests that differ',
    unit: 'requests',
    goal: 0,
    better: 'lower',
    run: async () => (await once()).requests,
  },
  {
    name: 'no governed surface on the page: typing to the next frame, p75',
    unit: 'x no extension',
    goal: 1.05,
    better: 'lower',
    run: async () => (await once()).typing,
  },
  {
    name: 'no governed surface on the page: clicking to the next frame, p75',
    unit: 'x no extension',
    goal: 1.05,
    better: 'lower',
    run: async () => (await once()).clicking,
  },
  {
    name: 'no governed surface on the page: heap left by 500 client-side navigations',
    unit: 'MB',
    goal: 2,
    better: 'lower',
    run: async () => (await once()).growth,
  },
] as const
