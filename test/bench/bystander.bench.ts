import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { buildPageExtension } from '../content-scripts/support/page-extension.ts'
import { servePages } from '../content-scripts/support/page-server.ts'
import { launchChromium } from '../support/extension.ts'
import { bulkSlice } from './page.bench.ts'
import { percentile } from './percentile.ts'

const navigations = 500
const presses = 40
const warming = 8
const pairs = 8

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

async function latencies(page: Page, act: (page: Page) => Promise<void>): Promise<number[]> {
  await page.bringToFront()
  const press = async (count: number) => {
    for (let left = count; left > 0; left -= 1) {
      // As a person's hands: at any moment of a frame, and not right after the last one.
      await pause(60 + Math.random() * 50)
      await act(page)
    }
  }
  await press(warming)
  await page.evaluate(() => ((window as never as { latencies: number[] }).latencies.length = 0))
  await press(presses)
  return page.evaluate(() => (window as never as { latencies: number[] }).latencies)
}

const type = (page: Page) => page.locator('[name=search]').press('a')
const click = (page: Page) => page.locator('#press').click()

/** The pages of a pair take turns, the first by turns too, and all presses of a side count together. */
async function ratio(
  turns: readonly { readonly own: Page; readonly control: Page }[],
  act: (page: Page) => Promise<void>,
): Promise<number> {
  const [mine, theirs]: [number[], number[]] = [[], []]
  for (const [turn, { own, control }] of turns.entries()) {
    if (turn % 2 === 0) mine.push(...(await latencies(own, act)))
    theirs.push(...(await latencies(control, act)))
    if (turn % 2 !== 0) mine.push(...(await latencies(own, act)))
  }
  return percentile(mine, 0.75) / percentile(theirs, 0.75)
}

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
    // Two processes of one and the same page differ by several per cent, so one pair would say little.
    const opened = []
    for (let pair = 0; pair < pairs; pair += 1)
      opened.push({
        own: await open(chromium.context, server.url),
        control: await open(chromium.context, server.url.replace('127.0.0.1', 'localhost')),
      })
    const turns = opened.map(({ own, control }) => ({ own: own.page, control: control.page }))
    const typing = await ratio(turns, type)
    const clicking = await ratio(turns, click)
    const mine = opened.flatMap(({ own }) => own.requests).toSorted()
    const theirs = opened.flatMap(({ control }) => control.requests).toSorted()
    const requests =
      Math.abs(mine.length - theirs.length) + mine.filter((one, index) => one !== theirs[index]).length
    const [pair] = turns
    const grown = pair ? await growth(pair.own) : Infinity
    const usual = pair ? await growth(pair.control) : Infinity
    process.stderr.write(
      `bystander: ${mine.length} requests, control ${theirs.length}; heap ${grown} bytes, control ${usual}\n`,
    )
    return {
      requests,
      typing,
      clicking,
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
