import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConsoleSession, signIn } from '../support/console-session.ts'
import { badgeNamed } from '../support/firefox-badges.ts'
import { eventually, panelFrame } from '../support/firefox-panel.ts'
import { type Firefox, launchFirefox } from '../support/firefox.ts'
import { type PracticeProcess, startPractice } from '../support/practice-process.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'

let folder: string
let server: ServerProcess
let practice: PracticeProcess
let firefox: Firefox
let options: Page
let admin: ConsoleSession

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-firefox-practice-'))
  server = await startServerProcess(join(folder, 'server'))
  practice = await startPractice(join(folder, 'practice.json'))
  firefox = await launchFirefox()
  const code = encodeURIComponent(server.development.enrolmentCode)
  options = await firefox.openExtensionPage(
    `options.html?server=${encodeURIComponent(server.url)}&code=${code}`,
  )
  await options.locator('button[type=submit]').click()
  await options.waitForFunction(() => document.body.innerText.includes('rep@example.test'))
  admin = await signIn(server.url, 'admin@example.test')
})
afterAll(async () => {
  await firefox?.close()
  await practice?.stop()
  await server?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

async function open(deal: string): Promise<Page> {
  const page = await firefox.browser.newPage()
  await page.goto(`${practice.url}#/opportunity/${deal}`)
  await badgeNamed(page, /^save an opportunity/i)
  await page.bringToFront()
  return page
}

const itemsAt = async (path: string) =>
  ((await (await admin.get(path)).json()) as { items: Record<string, unknown>[] }).items

/** The script comes when the worker has looked at the pack: a person is slower than that, a test is not. */
async function assistIn(url: string): Promise<void> {
  // No pattern of the extension API has a port.
  const asked = `browser.tabs.query({})
    .then((tabs) => browser.scripting.executeScript({
      target: { tabId: tabs.find((tab) => tab.url?.startsWith(${JSON.stringify(url)})).id },
      func: () => 'assisted' in (globalThis.countersign ?? {}),
    }))
    .then(([{ result }]) => result)`
  await expect.poll(() => options.evaluate(asked), { timeout: 20_000 }).toBe(true)
}

describe('the built add-on in Firefox, on the practice CRM', () => {
  test('F8 a draft of its assistant is marked AI-assisted in the event the server has', async () => {
    const page = await open('3')
    await assistIn(practice.url)
    await page.locator('button[data-action="use-draft"]').click()
    await page.locator('button[data-action="send"]').click()
    await panelFrame(page, firefox.origin)
    const held = async () => {
      const rows = await itemsAt('/v1/audit?type=action.held&limit=200')
      return rows.find(({ subject }) => (subject as { operation: string }).operation === 'email.send') ?? null
    }
    const row = await eventually('the held mail', held)
    const { action } = row['detail'] as { action: { actor: string; assisted: readonly object[] } }
    expect(action.actor).toBe('person')
    expect(action.assisted).toContainEqual({ name: 'body', changed: 0 })
    await page.close()
  })

  test('F9 what a script presses is an agent’s, and at tier 2 no agent saves', async () => {
    const page = await open('3')
    await page.locator('input[name="amount"]').fill('14000')
    await page.evaluate(() => document.querySelector<HTMLElement>('[data-action="save"]')?.click())
    const panel = await panelFrame(page, firefox.origin)
    await panel.waitForFunction(() => document.body.innerText.includes('This was started by a script'))
    const rows = await itemsAt('/v1/audit?text=14000&limit=200')
    expect(rows.map(({ type }) => type)).not.toContain('action.allowed')
    await page.reload()
    const amount = await page.waitForSelector('input[name="amount"]')
    expect(await amount?.evaluate((field) => (field as HTMLInputElement).value)).not.toBe('14000')
    await page.close()
  })

  test('F7 a renamed control is still held, says so, and is reported without a word of the page', async () => {
    const page = await open('2')
    await page.evaluate(() => {
      const button = document.querySelector('[data-action=save]')
      button?.removeAttribute('data-action')
      button?.setAttribute('data-command', 'save')
    })
    await badgeNamed(page, /^save an opportunity.*this page has changed/i)
    await page.locator('input[name="amount"]').fill('90000')
    await page.locator('[data-command=save]').click()
    await panelFrame(page, firefox.origin)
    const trouble = await eventually('the report', async () => (await itemsAt('/v1/site-health'))[0] ?? null)
    expect(trouble).toMatchObject({ surface: 'opportunity-save', missing: ['attribute'], mended: null })
    expect(trouble['fingerprint']).not.toMatch(/Save|Amount|\d{3}/)
    await page.close()
  })

  test('F97 a host of the manifest that the rep takes back is missing from then on, for the rep and for the console', async () => {
    const origins = JSON.stringify({ origins: ['http://127.0.0.1/*'] })
    expect(await options.evaluate(`browser.permissions.remove(${origins})`)).toBe(true)
    const again = await firefox.openExtensionPage('options.html')
    await again.locator('button[aria-label="Allow 127.0.0.1"]').wait()
    await expect
      .poll(async () => (await itemsAt('/v1/devices'))[0]?.['missingHosts'], { timeout: 20_000 })
      .toEqual(['http://127.0.0.1/*'])
  })
})
