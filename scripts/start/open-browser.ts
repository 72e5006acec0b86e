import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { launchChromium, type Chromium } from '../../test/support/extension.ts'
import type { Development } from './services.ts'

export type Opened =
  | { readonly opened: true; stop(): Promise<void> }
  | { readonly opened: false; readonly reason: string | null; readonly optionsUrl: string }

interface Wishes {
  readonly extension: string
  readonly profile: string
  readonly urls: { readonly server: string; readonly practice: string }
  readonly development: Development
}

/** A browser window with the extension enrolled, when there is a display to show it on. */
export async function openBrowser({ extension, profile, urls, development }: Wishes): Promise<Opened> {
  const path = enrolmentPath(urls.server, development.enrolmentCode)
  const optionsUrl = `chrome-extension://${await extensionId(extension)}/${path}`
  if (!hasDisplay()) return { opened: false, reason: null, optionsUrl }
  try {
    const browser = await launchChromium({ extensionDir: extension, profile, headless: false })
    await enrolAt(browser, path)
    const page = browser.context.pages()[0] ?? (await browser.context.newPage())
    await page.goto(urls.practice)
    return { opened: true, stop: () => browser.close() }
  } catch (error) {
    return {
      opened: false,
      reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
      optionsUrl,
    }
  }
}

export function enrolmentPath(server: string, code: string): string {
  return `options.html?server=${encodeURIComponent(server)}&code=${encodeURIComponent(code)}`
}

/** Presses Enrol on the extension's own options page; a profile that is enrolled already shows no such button. */
export async function enrolAt(browser: Chromium, path: string): Promise<void> {
  const page = await browser.openExtensionPage(path)
  const button = page.getByRole('button', { name: 'Enrol' })
  const status = page.getByText('rep@example.test').first()
  await button.or(status).first().waitFor()
  if (await button.isVisible()) await button.click()
  await status.waitFor()
  await page.close()
}

/** Chromium's id of an unpacked extension: the first half of the SHA-256 of its public key, in the letters a to p. */
async function extensionId(folder: string): Promise<string> {
  const { key } = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as { key: string }
  const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('hex').slice(0, 32)
  return Array.from(hash, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('')
}

function hasDisplay(): boolean {
  if (process.platform === 'win32' || process.platform === 'darwin') return true
  return Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'])
}
