import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Frame, Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { badgeNamed } from '../support/firefox-badges.ts'
import { panelFrame, readThenPress } from '../support/firefox-panel.ts'
import { type Firefox, launchFirefox } from '../support/firefox.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'
import { startTryton, type Tryton } from '../support/tryton.ts'

const pane = '#tabcontent > .tab-pane.active'
const button = (name: string) => `::-p-aria([name="${name}"][role="button"])`

let folder: string
let server: ServerProcess
let tryton: Tryton
let firefox: Firefox
let rep: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-firefox-stage-'))
  server = await startServerProcess(join(folder, 'server'))
  tryton = await startTryton({ runDir: join(folder, 'tryton') })
  firefox = await launchFirefox()
  await enrol()
  await signInRep()
})
afterAll(async () => {
  await firefox?.close()
  await tryton?.stop()
  await server?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})
afterEach(() => rep?.close())

async function enrol(): Promise<void> {
  const code = encodeURIComponent(server.development.enrolmentCode)
  const options = await firefox.openExtensionPage(
    `options.html?server=${encodeURIComponent(server.url)}&code=${code}`,
  )
  await options.locator(button('Enrol')).click()
  await options.waitForFunction(() => document.body.innerText.includes('rep@example.test'))
  await options.close()
}

async function signInRep(): Promise<void> {
  const page = await firefox.browser.newPage()
  await page.goto(`${tryton.url}/#${tryton.database}/model/sale.opportunity`)
  await page.locator('.modal.in #login').fill(tryton.users.rep.login)
  await page.locator('.modal.in button[type="submit"]').click()
  await page.locator('.modal.in input[type="password"]').fill(tryton.users.rep.password)
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => location.hash.includes(';name='))
  await page.close()
}

async function openOpportunity(id: number): Promise<Page> {
  const page = await firefox.browser.newPage()
  await page.goto(`${tryton.url}/#${tryton.database}/model/sale.opportunity/${id}`)
  await page.waitForFunction(
    (selector) => {
      const field = document.querySelector(`${selector} .form [name="number"]`)
      return field instanceof HTMLInputElement && field.value !== ''
    },
    {},
    pane,
  )
  return page
}

async function write(page: Page, selector: string, text: string): Promise<void> {
  await page.locator(selector).click()
  await page.keyboard.down('Control')
  await page.keyboard.press('a')
  await page.keyboard.up('Control')
  await page.keyboard.type(text)
}

/** A container of its own, so that the approver's session is not the rep's. */
async function approveInConsole(rationale: string): Promise<void> {
  const context = await firefox.browser.createBrowserContext()
  const page = await context.newPage()
  await page.goto(server.url)
  await page.locator('::-p-aria(Sign in)').click()
  await page.locator('input[type="email"], input[name="email"]').fill('approver@example.test')
  await page.locator('input[type="password"]').fill('practice')
  await page.keyboard.press('Enter')
  await page.waitForFunction(
    (url) => location.href.startsWith(url) && !location.pathname.startsWith('/oidc'),
    {},
    server.url,
  )
  await page.goto(`${server.url}/approvals`)
  await page.locator('.inbox-item').click()
  await page.waitForFunction(
    (text) => document.querySelector('main')?.innerText.includes(text),
    {},
    rationale,
  )
  await page.locator('.decision-bar button ::-p-text(Approve)').click()
  await page.locator('[role="dialog"] button ::-p-text(Approve), dialog button ::-p-text(Approve)').click()
  await page.waitForFunction(() => document.querySelector('.decision-bar button') === null)
  await context.close()
}

const says = (panel: Frame, text: string) =>
  panel.waitForFunction((words) => document.body.innerText.includes(words), { timeout: 20_000 }, text)

describe('the built add-on in Firefox, on Tryton', () => {
  test('J3 a save above the threshold is held, asked for, approved in the console, and reaches Tryton once', async () => {
    const writes = await tryton.countWrites(1)
    rep = await openOpportunity(1)
    await badgeNamed(rep, /^save an opportunity/i)
    await write(rep, `${pane} input[name="amount"]`, '77777')
    await rep.locator(`${pane} button#save`).click()
    const panel = await panelFrame(rep, firefox.origin)
    await says(panel, 'Amounts above 50,000')
    expect(await tryton.countWrites(1)).toBe(writes)

    const rationale = 'The customer doubled the order.'
    await panel.locator('.request textarea').click()
    await rep.keyboard.type(rationale)
    await readThenPress(panel, button('Ask for approval'))
    await panel.waitForSelector(button('Withdraw the request'))
    await approveInConsole(rationale)
    await rep.bringToFront()
    expect(await tryton.countWrites(1)).toBe(writes)
    await readThenPress(panel, button('Run it now'))
    await expect.poll(async () => (await tryton.readOpportunity(1)).amount).toBe('77777')
    expect(await tryton.countWrites(1)).toBe(writes + 1)
  })

  test('J5 an e-mail is held until it is read and ticked, and leaves once', async () => {
    rep = await openOpportunity(2)
    await rep.locator(`${pane} button#email`).click()
    await rep.waitForFunction(() =>
      document.querySelector<HTMLInputElement>('#email-to')?.value.includes('@'),
    )
    await badgeNamed(rep, /^send an e-mail/i)
    await write(rep, '#email-body', 'Dear Ana, the probes ship on Monday.')
    await rep.locator('.modal.in.email button[type="submit"]').click()
    const panel = await panelFrame(rep, firefox.origin)
    await says(panel, 'Dear Ana, the probes ship on Monday.')
    // Longer than the five seconds in which a tick would send it on by itself.
    await panel.waitForFunction(
      (since) => performance.now() - since > 6000,
      {},
      await panel.evaluate(() => performance.now()),
    )
    expect(tryton.sink.messages).toEqual([])
    await readThenPress(panel, 'input[type="checkbox"]')
    await readThenPress(panel, button('Run it now'))
    const mail = await tryton.sink.waitForMessage(undefined, 20_000)
    expect(mail.html).toContain('Dear Ana, the probes ship on Monday.')
    await rep.waitForFunction(() => document.querySelector('.modal.in.email') === null)
    expect(tryton.sink.messages).toHaveLength(1)
  })
})
