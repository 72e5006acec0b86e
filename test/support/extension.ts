import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Frame, type Page, type Worker } from 'playwright-core'
import { quietArguments, storageArguments } from './chromium-arguments.ts'
import { ensureChromium } from './provision-chromium.ts'

export const builtExtension = join(import.meta.dirname, '../../.output/chrome-mv3')

export interface Chromium {
  readonly context: BrowserContext
  readonly extensionId: string
  /** The running worker; started when it sleeps. An attached debugger keeps it alive, so never measure its life here. */
  worker(): Promise<Worker>
  /** Ends the worker as the browser does when it is idle. The next event starts a new one. */
  stopWorker(): Promise<void>
  /** A page of the extension in a tab: `options.html?server=…`. */
  openExtensionPage(path: string): Promise<Page>
  close(): Promise<void>
}

/** The built extension in a real Chromium with a profile of its own (or `profile`, which is kept). */
export async function launchChromium(
  options: {
    extensionDir?: string
    profile?: string
    headless?: boolean
    locale?: string
    colorScheme?: 'light' | 'dark'
  } = {},
): Promise<Chromium> {
  const provided = ensureChromium()
  if (!provided.ok) throw new Error(provided.reason)
  const extensionDir = options.extensionDir ?? builtExtension
  const headless = options.headless ?? true
  // Root cannot have the sandbox, containers often have not; a window a person works in keeps it.
  const sandboxed = !headless && process.getuid?.() !== 0
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'countersign-chromium-')))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: provided.executable,
    headless,
    chromiumSandbox: sandboxed,
    viewport: headless ? { width: 1280, height: 800 } : null,
    locale: options.locale ?? 'en-US',
    colorScheme: options.colorScheme ?? 'light',
    ignoreDefaultArgs: [
      ...storageArguments.leaveOut,
      '--disable-extensions',
      ...(headless ? [] : ['--enable-automation']),
    ],
    args: [...storageArguments.putIn, '--enable-unsafe-extension-debugging', ...quietArguments],
  })
  try {
    await allowUnpacked(context)
    const extensionId = await load(context, extensionDir)
    await findWorker(context)
    return {
      context,
      extensionId,
      worker: () => findWorker(context),
      stopWorker: () => stopWorker(context, extensionId),
      async openExtensionPage(path) {
        const page = await context.newPage()
        await page.goto(`chrome-extension://${extensionId}/${path.replace(/^\//, '')}`)
        return page
      },
      async close() {
        await context.close()
        if (options.profile === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 5 })
      },
    }
  } catch (error) {
    await context.close()
    throw error
  }
}

/** The panel's frame inside a page's closed shadow root. Playwright's frames are found though its locators are not. */
export async function panelFrame(page: Page, timeout = 10_000): Promise<Frame> {
  const isPanel = (frame: Frame) =>
    frame.url().startsWith('chrome-extension://') && frame.url().includes('/panel.html#hold=')
  const deadline = Date.now() + timeout
  for (;;) {
    const found = page.frames().find((frame) => isPanel(frame) && !frame.isDetached())
    if (found) return found
    const left = deadline - Date.now()
    if (left <= 0) throw new Error(`No panel frame appeared on ${page.url()} within ${timeout} ms`)
    await page.waitForEvent('frameattached', { timeout: Math.min(left, 250) }).catch(() => undefined)
  }
}

async function findWorker(context: BrowserContext): Promise<Worker> {
  const isOurs = (worker: Worker) => worker.url().startsWith('chrome-extension://')
  return (
    context.serviceWorkers().find(isOurs) ??
    context.waitForEvent('serviceworker', { predicate: isOurs, timeout: 20_000 })
  )
}

/** By the protocol, because Google's own Chrome ignores `--load-extension` since version 137. */
async function load(context: BrowserContext, path: string): Promise<string> {
  const session = await context.browser()?.newBrowserCDPSession()
  if (!session) throw new Error('Playwright gives no browser for this context')
  const { id } = await session.send('Extensions.loadUnpacked', { path })
  await session.detach()
  return id
}

/** Outside developer mode Chromium disables an unpacked extension at its first reload. */
async function allowUnpacked(context: BrowserContext): Promise<void> {
  const page = await context.newPage()
  await page.goto('chrome://extensions')
  await page.evaluate('chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true })')
  await page.close()
}

async function stopWorker(context: BrowserContext, extensionId: string): Promise<void> {
  const page = await context.newPage()
  try {
    // The domain answers only for the origin of the page it is asked from; this file runs none of our code.
    await page.goto(`chrome-extension://${extensionId}/manifest.json`)
    const session = await context.newCDPSession(page)
    const stopped = new Promise<void>((resolve) => {
      session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        if (versions.length > 0 && versions.every((version) => version.runningStatus === 'stopped')) resolve()
      })
    })
    await session.send('ServiceWorker.enable')
    await session.send('ServiceWorker.stopAllWorkers')
    await stopped
  } finally {
    await page.close()
  }
}
