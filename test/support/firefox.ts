import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { ensureFirefox } from './provision-firefox.ts'

const addOnId = 'countersign@countersign.example'
const builtAddOn = join(import.meta.dirname, '../../.output/firefox-mv3')

export interface Firefox {
  readonly browser: Browser
  /** `moz-extension://<uuid>/` of this run. */
  readonly origin: string
  openExtensionPage(path: string): Promise<Page>
  close(): Promise<void>
}

/** The built add-on, installed for the time of the run over BiDi: no signature and no driver are needed. */
export async function launchFirefox(
  options: {
    readonly extensionDir?: string
    /** Another way to start it, for instance under policies of its own. */
    readonly executable?: string
    /** An administrator's policy installs the add-on. */
    readonly isInstalled?: boolean
    readonly prefs?: Readonly<Record<string, boolean>>
  } = {},
): Promise<Firefox> {
  const provided = ensureFirefox()
  if (!provided.ok) throw new Error(provided.reason)
  const uuid = randomUUID()
  const profile = await mkdtemp(join(tmpdir(), 'countersign-firefox-'))
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: options.executable ?? provided.executable,
    headless: true,
    userDataDir: profile,
    defaultViewport: { width: 1280, height: 800 },
    // Without it pages of an add-on are closed to automation.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [addOnId]: uuid }),
      'datareporting.policy.dataSubmissionEnabled': false,
      'app.update.auto': false,
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
      ...options.prefs,
    },
  })
  const origin = `moz-extension://${uuid}/`
  const close = async () => {
    await browser.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    if (!options.isInstalled) await browser.installExtension(options.extensionDir ?? builtAddOn)
    return {
      browser,
      origin,
      openExtensionPage: (path) => openPage(browser, origin + path.replace(/^\//, '')),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** `goto` never resolves for a page of an add-on although it loads, so the page itself is asked where it is. */
async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage()
  page.goto(url, { timeout: 30_000 }).catch(() => undefined)
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    const where = await page.evaluate(() => `${location.href} ${document.readyState}`).catch(() => '')
    if (where === `${url} complete`) return page
    await pause(50)
  }
  throw new Error(`${url} did not open`)
}
