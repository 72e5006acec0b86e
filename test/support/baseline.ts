import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pixelmatch from 'pixelmatch'
import type { Page } from 'playwright-core'
import { PNG } from 'pngjs'
import { steadyText } from './steady-text.ts'

const root = join(import.meta.dirname, '../..')
const folders = { baseline: join(root, 'test/baselines'), now: join(root, 'reports/baselines') }
const font = readFile(
  createRequire(import.meta.url).resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'),
  'base64',
)

/** A window at 200 % holds half as many CSS pixels each way, which is what its layout answers to. */
const looks = {
  light: { scheme: 'light', direction: 'ltr', zoom: 1 },
  dark: { scheme: 'dark', direction: 'ltr', zoom: 1 },
  'right-to-left': { scheme: 'light', direction: 'rtl', zoom: 1 },
  'zoom-200': { scheme: 'light', direction: 'ltr', zoom: 2 },
} as const

/** CSS pixels of the narrowest window there is a layout for (WCAG 2.2, 1.4.10). */
const narrowest = 320

/** Of the pixels of a picture: the edges of letters differ between two versions of a browser. */
const mostDiffering = 0.002
const mostLooks = 20

/**
 * Compares a screen with the committed pictures of it in light, dark, right to left and at 200 %. What differs is left in
 * `reports/baselines` as it is now and with the difference marked; `UPDATE_BASELINES=1` takes it for the new baseline.
 * The letters are those of one font of the project, so that every machine draws the same; elsewhere than on Linux form
 * controls are drawn otherwise, and nothing is compared.
 */
export async function looksAsBefore(page: Page, name: string): Promise<void> {
  if (process.platform !== 'linux') return
  const size = page.viewportSize() ?? { width: 1280, height: 860 }
  const dir = await page.evaluate(() => document.documentElement.getAttribute('dir'))
  await page.evaluate(dress, await font)
  const wrong: string[] = []
  for (const [look, { scheme, direction, zoom }] of Object.entries(looks)) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width: Math.max(narrowest, size.width / zoom), height: size.height })
    await page.evaluate((value) => document.documentElement.setAttribute('dir', value), direction)
    await page.mouse.move(0, 0)
    const problem = await compare(`${name}.${look}.png`, () => take(page))
    if (problem !== null) wrong.push(problem)
  }
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.evaluate((value) => document.documentElement.setAttribute('dir', value ?? 'ltr'), dir)
  if (wrong.length > 0) throw new Error(`${wrong.join('\n')}\nSee reports/baselines.`)
}

async function take(page: Page): Promise<Buffer> {
  await page.evaluate(steadyText)
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' })
  await page.evaluate(() => (window as unknown as { unsteady(): void }).unsteady())
  return picture
}

/** A screen may still be at work: it is looked at again until it is as it was, or shows for a while that it is not. */
async function compare(file: string, look: () => Promise<Buffer>): Promise<string | null> {
  const isUpdate = process.env['UPDATE_BASELINES'] === '1'
  let before: Buffer | null = isUpdate ? null : await readFile(join(folders.baseline, file)).catch(() => null)
  if (!isUpdate && before === null) return `${file}: there is no baseline. UPDATE_BASELINES=1 writes it.`
  let picture = await look()
  let difference = before === null ? null : differenceOf(before, picture)
  for (let again = 0; again < mostLooks && (before === null || difference !== null); again++) {
    await pause(250)
    const last = picture
    picture = await look()
    // For a new baseline: the same twice, a second apart at the least.
    if (isUpdate) before = again < 3 || !last.equals(picture) ? null : picture
    else if (before !== null) difference = differenceOf(before, picture)
  }
  await write(join(isUpdate ? folders.baseline : folders.now, file), picture)
  if (difference === null) return null
  if (difference.marked) await write(join(folders.now, `differs.${file}`), difference.marked)
  return `${file}: ${difference.words}`
}

function differenceOf(before: Buffer, picture: Buffer): { words: string; marked?: Buffer } | null {
  const [was, is] = [PNG.sync.read(before), PNG.sync.read(picture)]
  const { width, height } = is
  if (was.width !== width || was.height !== height)
    return { words: `${width} x ${height} pixels, before ${was.width} x ${was.height}` }
  const marked = new PNG({ width, height })
  const differing = pixelmatch(was.data, is.data, marked.data, width, height, { threshold: 0.15 })
  if (differing <= mostDiffering * width * height) return null
  const percent = ((100 * differing) / (width * height)).toFixed(2)
  return { words: `${percent} % of its pixels differ`, marked: PNG.sync.write(marked) }
}

async function write(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
}

/** In the page. A font from bytes and a style sheet that is made here are nothing its content security policy forbids. */
async function dress(base64: string): Promise<void> {
  if (document.adoptedStyleSheets.length > 0) return
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  document.fonts.add(await new FontFace('Baseline', bytes, { weight: '100 900' }).load())
  const sheet = new CSSStyleSheet()
  // What lies behind a dialog is another screen, with counts and a scroll position of its own.
  sheet.replaceSync(`:root { --font: Baseline !important; --font-mono: Baseline !important }
    dialog::backdrop { background: gray !important }`)
  document.adoptedStyleSheets = [sheet]
}
