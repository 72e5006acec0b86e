import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { startPracticeCrm } from '../../practice/server.ts'
import { launchPlainChromium } from '../support/plain-chromium.ts'
import { startRoundcube } from '../support/roundcube.ts'
import { startTryton } from '../support/tryton.ts'
import { login, openList, openRecord } from '../support/tryton-page.ts'
import { expected, placeLocator, takeSteps } from '../support/tryton-places.ts'
import { serialise, type SavedPage } from './saved-page.ts'

/*
 * `node test/sites/save-pages.ts`: opens every place of every inventory in the real application and keeps the page as it
 * stands there, without scripts, styles and pictures, in test/sites/<crm>/pages. Run by hand when an application changes.
 */
interface Place {
  readonly id: string
  readonly hash?: string
  readonly path?: string
  readonly control: string
}

const folder = await mkdtemp(join(tmpdir(), 'countersign-saved-'))
const browser = await launchPlainChromium()
const open = () => browser.newPage({ viewport: { width: 1280, height: 900 } })

async function inventory(crm: string): Promise<readonly Place[]> {
  const text = await readFile(join(import.meta.dirname, crm, 'expected.json'), 'utf8')
  return (JSON.parse(text) as { places: readonly Place[] }).places
}

async function keep(crm: string, saved: readonly (SavedPage & { readonly html: string })[]): Promise<void> {
  const at = join(import.meta.dirname, crm, 'pages')
  await rm(at, { recursive: true, force: true })
  await mkdir(at, { recursive: true })
  for (const { place, html } of saved) await writeFile(join(at, `${place}.html`), html)
  const index = saved.map(({ place, address, control }) => ({ place, address, control }))
  await writeFile(join(at, 'index.json'), `${JSON.stringify(index, null, 2)}\n`)
  process.stdout.write(`${crm}: ${saved.length} pages\n`)
}

async function savePage(page: Page, { id, control }: Place) {
  const url = new URL(page.url())
  return {
    ...{ place: id, control, address: url.pathname + url.search + url.hash },
    html: await page.evaluate(serialise),
  }
}

async function savePractice(): Promise<void> {
  const crm = await startPracticeCrm({ port: 0, bookFile: join(folder, 'book.json') })
  const saved = []
  for (const place of await inventory('practice')) {
    const page = await open()
    await page.goto(crm.url + (place.hash ?? ''))
    await page.locator(place.control).waitFor()
    saved.push(await savePage(page, place))
    await page.close()
  }
  await crm.stop()
  await keep('practice', saved)
}

async function saveRoundcube(): Promise<void> {
  const mail = await startRoundcube(join(folder, 'roundcube'))
  const page = await open()
  await page.goto(mail.url)
  await page.locator('#rcmloginuser').fill(mail.user)
  await page.locator('#rcmloginpwd').fill(mail.password)
  await page.locator('#rcmloginsubmit').click()
  await page.waitForURL(/_task=mail/)
  const saved = []
  for (const place of await inventory('roundcube')) {
    await page.goto(mail.url + (place.path ?? ''))
    await page.locator(place.control).first().waitFor()
    saved.push(await savePage(page, place))
  }
  await mail.stop()
  await keep('roundcube', saved)
}

async function saveTryton(): Promise<void> {
  const tryton = await startTryton({ runDir: join(folder, 'tryton') })
  const saved = []
  for (const user of ['rep', 'admin'] as const) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US' })
    await login(await context.newPage(), tryton, user)
    for (const place of expected.places.filter((one) => one.must && one.user === user)) {
      const page = await context.newPage()
      const [, model = '', id] = place.hash.split('/')
      await (id === undefined ? openList(page, tryton, model) : openRecord(page, tryton, model, Number(id)))
      await takeSteps(page, place.steps)
      await placeLocator(page, place.control).waitFor()
      const control = place.control.replaceAll('{pane}', '#tabcontent > .tab-pane.active')
      saved.push(await savePage(page, { ...place, control }))
      await page.close()
    }
    await context.close()
  }
  await tryton.stop()
  await keep('tryton', saved)
}

try {
  const wanted = process.argv.slice(2)
  for (const [crm, save] of Object.entries({
    practice: savePractice,
    roundcube: saveRoundcube,
    tryton: saveTryton,
  }))
    if (wanted.length === 0 || wanted.includes(crm)) await save()
} finally {
  await browser.close()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
