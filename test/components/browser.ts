import { readFile, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import react from '@vitejs/plugin-react'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { build } from 'vite'
import { launchPlainChromium } from '../support/plain-chromium.ts'

const root = join(import.meta.dirname, 'harness')
// Test files run side by side, each in a process of its own.
const built = join(import.meta.dirname, `../../.cache/components-harness/${process.pid}`)
export const origin = 'http://localhost:4699'
const pages = ['panel', 'sidepanel', 'options', 'popup'] as const
export type HarnessPage = (typeof pages)[number]

/** The policy the extension gives its pages: what breaks under it must break here too. */
const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'"
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

/** Builds the pages as they ship, and starts a browser for them. */
export async function startHarness(): Promise<{
  readonly browser: Browser
  readonly stop: () => Promise<void>
}> {
  await buildPages()
  const browser = await launchPlainChromium()
  return {
    browser,
    async stop() {
      await browser.close()
      await rm(built, { recursive: true, force: true })
    },
  }
}

async function buildPages(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir: built,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      rolldownOptions: { input: pages.map((page) => join(root, `${page}.html`)) },
    },
  })
}

export interface Look {
  readonly scheme?: 'light' | 'dark'
  readonly width?: number
  readonly height?: number
  readonly forcedColors?: 'active'
}

export async function openContext(browser: Browser, look: Look = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    colorScheme: look.scheme ?? 'light',
    viewport: { width: look.width ?? 380, height: look.height ?? 720 },
    reducedMotion: 'reduce',
    forcedColors: look.forcedColors ?? 'none',
  })
  await context.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    const body = await readFile(join(built, pathname)).catch(() => null)
    if (body === null) return route.fulfill({ status: 404 })
    const contentType = types[extname(pathname)] ?? 'application/octet-stream'
    return route.fulfill({ body, contentType, headers: { 'content-security-policy': pagePolicy } })
  })
  return context
}

/** Opens one page and fails the test on anything it writes to the console as an error. */
export async function openPage(context: BrowserContext, page: HarnessPage, suffix = ''): Promise<Page> {
  const opened = await context.newPage()
  opened.on('pageerror', (error) => {
    throw error
  })
  opened.on('console', (message) => {
    if (message.type() === 'error') throw new Error(`The page wrote an error: ${message.text()}`)
  })
  await opened.goto(`${origin}/${page}.html${suffix}`)
  return opened
}
