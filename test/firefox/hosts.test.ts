import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'puppeteer-core'
import { aPack, aSurface } from '../support/a-pack.ts'
import { startDealsPage, type DealsPage } from '../support/deals-page.ts'
import { type Firefox, launchFirefox } from '../support/firefox.ts'
import { publishPack } from '../support/publish-pack.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'

let folder: string
let server: ServerProcess
let deals: DealsPage
let firefox: Firefox
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-hosts-'))
  server = await startServerProcess(join(folder, 'server'))
  deals = await startDealsPage()
  await publishPack(
    server.url,
    aPack({ hosts: [deals.pattern], surfaces: [aSurface(), exporting] }),
    'data-export',
  )
  // The browser's own question is answered with yes as soon as our button was pressed.
  firefox = await launchFirefox({ prefs: { 'extensions.webextOptionalPermissionPrompts': false } })
})
afterAll(async () => {
  await firefox?.close()
  await deals?.stop()
  await server?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** What we put on top of a page: the badges and the panel. */
const ours = (page: Page) =>
  page.evaluate(
    () => [...document.documentElement.children].filter((one) => one.localName.startsWith('x-')).length,
  )

/** Told by its address alone, so that the browser's own rules stand behind it. */
const exporting = aSurface({
  ...{ id: 'deal-export', name: 'Export deals', operation: 'deal.export', control: null, triggers: [] },
  ...{ record: null, fields: [], onlyChanges: false, backstop: 'network' },
  requests: [
    {
      match: { method: 'POST', url: '/api/export', body: 'json', where: [] },
      ...{ record: null, fields: [], recipients: [], content: [], volume: null },
      ...{ undeclared: null, onlyWhenFieldsPresent: false },
    },
  ],
})

/** A beacon, and then a request that reaches the page's server. */
async function exportAgain(page: Page, number: number): Promise<void> {
  await page.evaluate(async (count) => {
    navigator.sendBeacon('/api/export', JSON.stringify({ export: count }))
    await fetch('/api/other', { method: 'POST', body: '{}' })
  }, number)
}
const exported = () => deals.saved.flatMap((saved) => (saved as { export?: number }).export ?? [])
const savedDeals = () => deals.saved.filter((saved) => (saved as { op?: string }).op === 'save')

describe('a pack for a host that no manifest names, in Firefox', () => {
  test('governs nothing until the rep presses Allow; then rules stop a beacon of the open page, and the next page holds', async () => {
    const code = encodeURIComponent(server.development.enrolmentCode)
    const options = await firefox.openExtensionPage(
      `options.html?server=${encodeURIComponent(server.url)}&code=${code}`,
    )
    await options.locator('button[type=submit]').click()
    const allow = options.locator('button[aria-label="Allow deals.localhost"]')
    await allow.wait()
    const page = await firefox.browser.newPage()
    await page.goto(deals.url)
    await page.locator('button').click()
    await expect.poll(savedDeals).toHaveLength(1)
    await exportAgain(page, 1)
    await expect.poll(exported).toEqual([1])
    expect(await ours(page)).toBe(0)

    await options.bringToFront()
    await allow.click()
    await options.locator('::-p-text(Allowed: deals.localhost)').wait()
    await page.bringToFront()
    // Nothing of ours runs in this page yet: what stops it is the browser, once it has the rules.
    const rules = 'browser.declarativeNetRequest.getSessionRules().then(({ length }) => length)'
    await expect.poll(() => options.evaluate(rules)).toBe(1)
    await exportAgain(page, 2)
    await expect
      .poll(async () => {
        await page.reload()
        const shown = page.waitForFunction(
          () => [...document.documentElement.children].some((one) => one.localName.startsWith('x-')),
          { timeout: 5000 },
        )
        return shown.then(
          () => true,
          () => false,
        )
      })
      .toBe(true)
    await page.locator('input').fill('900')
    await page.locator('button').click()
    await expect.poll(() => ours(page)).toBeGreaterThan(1)
    expect(savedDeals()).toHaveLength(1)
    expect(exported()).toEqual([1])
  })
})
