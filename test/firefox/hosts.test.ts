import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Page } from 'puppeteer-core'
import { aPack } from '../support/a-pack.ts'
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
  await publishPack(server.url, aPack({ hosts: [deals.pattern] }), 'data-export')
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

describe('a pack for a host that no manifest names, in Firefox', () => {
  test('governs nothing until the rep presses Allow, and holds from the next page on', async () => {
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
    await expect.poll(() => deals.saved.length).toBe(1)
    expect(await ours(page)).toBe(0)

    await options.bringToFront()
    await allow.click()
    await options.locator('::-p-text(Allowed: deals.localhost)').wait()
    await page.bringToFront()
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
    expect(deals.saved).toHaveLength(1)
  })
})
