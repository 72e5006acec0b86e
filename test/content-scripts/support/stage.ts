import { rm } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Slice } from '../../../policy/slice.ts'
import type { PageMessage } from '../../../protocol/messages/page-port.ts'
import { type Chromium, launchChromium } from '../../support/extension.ts'
import { buildPageExtension } from './page-extension.ts'
import { type PageServer, servePages } from './page-server.ts'

type Kind = PageMessage['type']
type Of<Type extends Kind> = Extract<PageMessage, { type: Type }>

export interface Stage {
  readonly server: PageServer
  readonly chromium: Chromium
  /** A fresh page of test/pages under this slice, with nothing heard yet. */
  open(path: string, slice: Slice | null): Promise<Page>
  /** Gives the worker (and every open page) a slice; null = it stays silent. */
  adopt(slice: Slice | null): Promise<void>
  /** The first message of this type that has not been taken yet. */
  next<Type extends Kind>(type: Type): Promise<Of<Type>>
  /** All messages of this type so far. */
  all<Type extends Kind>(type: Type): Promise<Of<Type>[]>
  /** Waits until the script that knows AI controls listens in the page that is looked at. */
  assisted(): Promise<void>
  /** The worker says this to every page. */
  say(message: object): Promise<void>
  close(): Promise<void>
}

declare global {
  var heard: PageMessage[]
  var adopt: (slice: unknown) => void
  var say: (message: unknown) => void
}

/** The real content scripts in a real Chromium, with a worker that does what a test says. */
export async function openStage(serve: () => Promise<PageServer> = servePages): Promise<Stage> {
  const folder = await buildPageExtension()
  const server = await serve()
  const chromium = await launchChromium({ extensionDir: folder })
  const heard = async () => (await chromium.worker()).evaluate(() => globalThis.heard)
  const adopt = async (slice: Slice | null) =>
    (await chromium.worker()).evaluate((given) => globalThis.adopt(given), slice as unknown as object)
  return {
    server,
    chromium,
    adopt,
    async open(path, slice) {
      for (const page of chromium.context.pages().slice(1)) await page.close()
      await adopt(slice)
      server.received.length = 0
      const page = await chromium.context.newPage()
      await (await chromium.worker()).evaluate(() => (globalThis.heard.length = 0))
      await page.goto(server.url + path)
      return page
    },
    async next(type) {
      const worker = await chromium.worker()
      let found: PageMessage | undefined
      await expect
        .poll(
          async () =>
            (found = await worker.evaluate((wanted) => {
              const index = globalThis.heard.findIndex((message) => message.type === wanted)
              return index < 0 ? undefined : globalThis.heard.splice(index, 1)[0]
            }, type)),
          { timeout: 10_000, message: `the page says ${type}` },
        )
        .toBeDefined()
      return found as never
    },
    async all(type) {
      return (await heard()).filter((message) => message.type === type) as never
    },
    async assisted() {
      const worker = await chromium.worker()
      const isThere = () =>
        worker.evaluate(async () => {
          const [tab] = await chrome.tabs.query({ active: true })
          const [found] = await chrome.scripting.executeScript({
            target: { tabId: tab?.id ?? 0 },
            func: () => 'assisted' in ((globalThis as { countersign?: object }).countersign ?? {}),
          })
          return found?.result
        })
      await expect.poll(isThere).toBe(true)
    },
    async say(message) {
      await (await chromium.worker()).evaluate((given) => globalThis.say(given), message)
    },
    async close() {
      await chromium.close()
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** True once every request the page has already sent would have arrived: one more goes the same way behind them. */
export async function settleRequests(page: Page, server: PageServer): Promise<void> {
  await page.evaluate(() => fetch('/marker', { method: 'POST', body: 'marker' }).then(() => undefined))
  server.received.splice(
    server.received.findIndex(({ path }) => path === '/marker'),
    1,
  )
}
