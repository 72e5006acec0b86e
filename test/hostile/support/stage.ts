import { rm } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import type { PageMessage } from '../../../protocol/messages/page-port.ts'
import { buildPageExtension } from '../../content-scripts/support/page-extension.ts'
import { closedElements } from '../../support/closed-roots.ts'
import { launchChromium } from '../../support/extension.ts'
import { type HostileServer, serveHostile } from './hostile-server.ts'
import { hostileSlice } from './slice.ts'

declare global {
  var govern: (slice: object) => Promise<void>
  var heardFrom: (origin: string) => PageMessage[]
  var pressedAt: (origin: string) => number
  var sayTo: (origin: string, message: object) => void
}

/** One page and the server behind it. */
export interface Scene {
  readonly page: Page
  readonly server: HostileServer
  heard<Type extends PageMessage['type']>(type: Type): Promise<Extract<PageMessage, { type: Type }>[]>
  say(message: object): Promise<void>
  pressed(): Promise<number>
  /** What a page marks when it has done what it wanted. */
  hasTried(): Promise<boolean>
}

/** One real browser with the real page scripts and the real network backstop, for every hostile page. */
export async function openHostileStage() {
  const folder = await buildPageExtension({
    worker: 'test/hostile/support/worker.ts',
    panel: 'test/hostile/support/panel.ts',
    permissions: ['declarativeNetRequest'],
  })
  const chromium = await launchChromium({ extensionDir: folder })
  const worker = await chromium.worker()
  await worker.evaluate((slice) => globalThis.govern(slice), hostileSlice() as unknown as object)

  async function open(server: HostileServer, host: '127.0.0.1' | 'localhost', name: string): Promise<Scene> {
    const origin = `http://${host}:${server.port}`
    const page = await chromium.context.newPage()
    page.setDefaultTimeout(10_000)
    await page.goto(`${origin}/${name}`, { waitUntil: 'domcontentloaded', timeout: 60_000 })
    return {
      page,
      server,
      heard: async (type) =>
        (await worker.evaluate((from) => globalThis.heardFrom(from), origin)).filter(
          (message) => message.type === type,
        ) as never,
      say: (message) =>
        worker.evaluate(([to, said]) => globalThis.sayTo(to, said), [origin, message] as const),
      pressed: () => worker.evaluate((from) => globalThis.pressedAt(from), origin),
      // A page that is just going away has no document to ask.
      hasTried: async () =>
        !!(await within(
          1000,
          page.evaluate(() => 'isTried' in window),
        )),
    }
  }

  return {
    /** Runs `use` on the page as it is without us, then under the extension; each time with a server of its own. */
    async both(
      name: string,
      use: { bare(scene: Scene): Promise<void>; governed(scene: Scene): Promise<void> },
    ) {
      for (const [host, act] of [['localhost', use.bare] as const, ['127.0.0.1', use.governed] as const]) {
        const server = await serveHostile()
        const scene = await open(server, host, name)
        try {
          await act(scene)
        } finally {
          await closeAll(scene.page)
          await server.close()
        }
      }
    },
    async close() {
      await chromium.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function closeAll(page: Page): Promise<void> {
  const opened = await Promise.all(
    page
      .context()
      .pages()
      .map(async (one) => ({ one, by: await one.opener().catch(() => null) })),
  )
  for (const { one, by } of opened) if (by === page) await one.close()
  // One whose navigation was cancelled may not even answer that; it goes with the browser.
  await within(2000, page.close())
}

/** What a page that is going away may never answer. */
export async function within<Value>(milliseconds: number, asked: Promise<Value>): Promise<Value | undefined> {
  const patience = new Promise<undefined>((resolve) => setTimeout(resolve, milliseconds, undefined))
  return Promise.race([asked.catch(() => undefined), patience])
}

/** The engine of the page is there: what is done now is decided at once. */
export async function ready({ page }: Scene): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const contexts: number[] = []
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.auxData?.['type'] === 'isolated' && context.origin.startsWith('chrome-extension:'))
      contexts.push(context.id)
  })
  await session.send('Runtime.enable')
  const standing = async (contextId: number) => {
    const expression = 'globalThis.countersign?.standing'
    return (await session.send('Runtime.evaluate', { contextId, expression })).result.value as string
  }
  const deadline = Date.now() + 20_000
  while (!(await Promise.all(contexts.map((id) => standing(id).catch(() => '')))).includes('ready'))
    if (Date.now() > deadline) throw new Error(`the engine never came to ${page.url()}`)
  await session.detach()
}

/** One more request goes the way of all that were sent, behind them. A page whose navigation was cancelled answers nobody. */
export async function settle({ page }: Scene): Promise<void> {
  const sent = page.evaluate(() => fetch('/marker', { method: 'POST' }).then(() => undefined))
  await within(1000, sent)
}

/** A panel stands there and takes presses. */
export async function isOffered({ page }: Scene): Promise<boolean> {
  const frames = await closedElements(page, (tag) => tag === 'iframe')
  return frames.some(({ box, attributes }) => !!box && attributes['class'] !== 'off')
}

/** Presses in the middle of the panel, again and again: longer than any delay lasts. */
export async function pressPanel({ page }: Scene): Promise<void> {
  for (let press = 0; press < 8; press += 1) {
    const [frame] = await closedElements(page, (tag) => tag === 'iframe')
    const { x = 0, y = 0, width = 0, height = 0 } = frame?.box ?? {}
    if (frame?.box) await page.mouse.click(x + width / 2, y + height / 2)
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 120)))
  }
}
