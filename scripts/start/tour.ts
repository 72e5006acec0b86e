import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { closedElements } from '../../test/support/closed-roots.ts'
import { launchChromium, panelFrame, type Chromium } from '../../test/support/extension.ts'
import { enrolAt, enrolmentPath } from './open-browser.ts'
import type { Development } from './services.ts'
import { say } from './words.ts'

interface Stops {
  readonly extension: string
  readonly folder: string
  readonly urls: { readonly server: string; readonly practice: string }
  readonly development: Development
  readonly people: { readonly rep: string; readonly approver: string; readonly password: string }
}
type Played =
  { readonly ok: true; readonly pictures: number } | { readonly ok: false; readonly reason: string }

const opportunity = '1'
const asked = 60_000
/** The panel takes no consent in the first half second after it opened or changed. */
const aPersonReads = 1_000

/** Plays the main job on the practice CRM: a held save, a request, a decision, one run; then a mail that needs review. */
export async function playTour(stops: Stops): Promise<Played> {
  await rm(stops.folder, { recursive: true, force: true })
  await mkdir(stops.folder, { recursive: true })
  const album = openAlbum(stops.folder)
  const browser = await launchChromium({ extensionDir: stops.extension })
  const desk = await browser.context.browser()?.newContext({ viewport: { width: 1280, height: 900 } })
  try {
    if (!desk) throw new Error('no browser to sign in with')
    await enrolAt(browser, enrolmentPath(stops.urls.server, stops.development.enrolmentCode))
    await album.write('tour.enrolled', { person: stops.people.rep, version: 1 })
    await playApproval(stops, browser, await desk.newPage(), album)
    await playReview(stops, browser, album)
    return { ok: true, pictures: album.pictures() }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    for (const page of browser.context.pages()) await album.picture(page, 'stopped').catch(() => undefined)
    await album.note(say('tour.failed', { reason, path: stops.folder }))
    return { ok: false, reason: reason.split('\n')[0] ?? reason }
  } finally {
    await album.close()
    await desk?.close()
    await browser.close()
  }
}

async function playApproval(stops: Stops, browser: Chromium, console: Page, album: Album): Promise<void> {
  const rep = await browser.context.newPage()
  await rep.goto(`${stops.urls.practice}#/opportunity/${opportunity}`)
  const badge = await badgeNear(rep)
  await album.picture(rep, 'badge')
  await album.write('tour.badge', { badge })

  await rep.getByLabel('Amount').fill(String(asked))
  await rep.getByRole('button', { name: 'Save', exact: true }).click()
  const panel = await panelFrame(rep)
  await panel.getByLabel('Why is this right?').waitFor()
  await album.picture(rep, 'held')
  await album.write('tour.held', { amount: asked, before: await amountInCrm(stops) })

  await panel
    .getByLabel('Why is this right?')
    .fill('The customer added 200 vans after the site visit; see the signed scope note.')
  await album.picture(rep, 'request')
  await rep.waitForTimeout(aPersonReads)
  await panel.getByRole('button', { name: 'Ask for approval' }).click()
  await panel.getByRole('button', { name: /withdraw/i }).waitFor()
  await album.picture(rep, 'waiting')
  await album.write('tour.requested')

  await signInAt(console, stops)
  await console
    .getByText(/save an opportunity|opportunity/i)
    .first()
    .click()
  await console
    .getByRole('button', { name: /^approve/i })
    .first()
    .waitFor()
  await album.picture(console, 'inbox')
  await album.write('tour.inbox', { digest: await shownDigest(console) })
  await console
    .getByRole('button', { name: /^approve/i })
    .first()
    .click()
  const confirm = console.getByRole('dialog').getByRole('button', { name: /approve/i })
  if (await confirm.isVisible().catch(() => false)) await confirm.click()
  await album.write('tour.approved')

  const run = panel.getByRole('button', { name: 'Run it now' })
  await run.waitFor()
  await rep.waitForTimeout(aPersonReads)
  await album.picture(rep, 'approved')
  await run.click()
  await rep.getByText('Saved.').waitFor()
  await album.picture(rep, 'ran')
  await album.write('tour.ran', { after: await amountInCrm(stops) })
  await console.goto(`${stops.urls.server}/audit`)
  await console.getByRole('table').waitFor()
  await album.picture(console, 'audit')
  await album.write('tour.audit')
  await rep.close()
}

async function playReview(stops: Stops, browser: Chromium, album: Album): Promise<void> {
  const rep = await browser.context.newPage()
  await rep.goto(`${stops.urls.practice}#/opportunity/2`)
  await badgeNear(rep)
  await rep.getByRole('button', { name: 'Use this draft' }).click()
  await rep.getByRole('button', { name: 'Send', exact: true }).click()
  const refused = await panelFrame(rep)
  await rep.waitForTimeout(aPersonReads)
  await album.picture(rep, 'banned-claim')
  await album.write('tour.review')

  const message = rep.getByLabel('Message')
  const draft = await message.inputValue()
  await message.fill(
    draft.replace('has guaranteed ROI within 30 days', 'shows the returns our customers have measured'),
  )
  await rep.getByRole('button', { name: 'Send', exact: true }).click()
  while (!refused.isDetached()) await rep.waitForTimeout(100)
  const panel = await panelFrame(rep)
  const tick = panel.getByRole('checkbox')
  await tick.waitFor()
  await rep.waitForTimeout(aPersonReads)
  await tick.click()
  const run = panel.getByRole('button', { name: 'Run it now' })
  const sent = rep.getByText('Sent to the practice list.')
  await Promise.any([run.waitFor(), sent.waitFor()])
  await album.picture(rep, 'reviewed')
  if (await run.isVisible()) {
    await rep.waitForTimeout(aPersonReads)
    await run.click()
  }
  await sent.waitFor()
  const book = (await (await fetch(`${stops.urls.practice}api/book`)).json()) as { mails: unknown[] }
  await album.picture(rep, 'sent')
  await album.write('tour.sent', { count: book.mails.length })
  await rep.close()
}

async function signInAt(page: Page, { urls, people }: Stops): Promise<void> {
  await page.goto(urls.server)
  await page
    .getByRole('link', { name: /sign in/i })
    .or(page.getByRole('button', { name: /sign in/i }))
    .first()
    .click()
  await page.getByLabel(/e-?mail/i).fill(people.approver)
  await page.getByLabel(/password/i).fill(people.password)
  await page.getByRole('button', { name: /sign in/i }).click()
  await page.waitForURL((url) => url.href.startsWith(urls.server) && !url.pathname.startsWith('/oidc'))
}

async function badgeNear(page: Page): Promise<string> {
  const deadline = Date.now() + 15_000
  for (;;) {
    const [badge] = await closedElements(page)
    if (badge?.box) return badge.name
    if (Date.now() > deadline) throw new Error('no badge appeared on the practice page')
    await page.waitForTimeout(100)
  }
}

async function shownDigest(page: Page): Promise<string> {
  const text = await page.locator('main').innerText()
  return /[0-9a-f]{8,}/.exec(text)?.[0] ?? ''
}

async function amountInCrm({ urls }: Stops): Promise<number> {
  const book = (await (await fetch(`${urls.practice}api/book`)).json()) as {
    opportunities: { id: string; amount: number }[]
  }
  return book.opportunities.find((item) => item.id === opportunity)?.amount ?? Number.NaN
}

interface Album {
  picture(page: Page, name: string): Promise<void>
  write(key: string, params?: Readonly<Record<string, string | number>>): Promise<void>
  note(sentence: string): Promise<void>
  pictures(): number
  close(): Promise<void>
}

/** Pictures in order, and a transcript that shows each beside what happened. */
function openAlbum(folder: string): Album {
  const lines = [`# ${say('tour.title')}`, '']
  let count = 0
  const save = () => writeFile(join(folder, 'transcript.md'), `${lines.join('\n')}\n`)
  return {
    async picture(page, name) {
      count += 1
      const file = `${String(count).padStart(2, '0')}-${name}.png`
      await page.screenshot({ path: join(folder, file) })
      lines.push(`![${name}](${file})`, '')
    },
    async write(key, params) {
      lines.push(say(key, params), '')
      await save()
    },
    async note(sentence) {
      lines.push(sentence, '')
      await save()
    },
    pictures: () => count,
    close: save,
  }
}
