import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { HoldView } from '../../../protocol/hold.ts'
import type { ExtensionStatus, WorkerPanelMessage } from '../../../protocol/messages/panel-port.ts'
import { openContext, openPage, startHarness } from '../browser.ts'
import { violationsOf } from '../check-axe.ts'
import { states } from '../hold-views.ts'
import { statusWith } from '../status.ts'

let browser: Browser
let stop: () => Promise<void>
let context: BrowserContext
let page: Page
beforeAll(async () => {
  ;({ browser, stop } = await startHarness())
}, 120_000)
afterAll(() => stop?.())
beforeEach(async () => {
  context = await openContext(browser)
  page = await openPage(context, 'sidepanel')
  await page.waitForFunction(() => window.harness.sent.length > 0)
})
afterEach(() => context?.close())

const tell = (message: WorkerPanelMessage) =>
  page.evaluate((said) => window.harness.show(said as WorkerPanelMessage), message as unknown)
const list = (views: readonly HoldView[], status: ExtensionStatus = statusWith()) =>
  tell({ type: 'holds.shown', views, status })

describe('the side panel', { timeout: 30_000 }, () => {
  test('asks for what is open and lists it with tier, state and time left', async () => {
    expect(await page.evaluate(() => window.harness.sent)).toEqual([{ type: 'holds.listed' }])
    await list([
      await states['review to be done'](),
      { ...(await states['approval pending']()), hold: 'second' },
    ])
    const entries = await page.locator('.hold').allInnerTexts()
    expect(entries).toHaveLength(2)
    expect(entries[0]).toContain('Send e-mail')
    expect(entries[0]).toContain('Held')
    expect(entries[1]).toContain('Waiting for approval')
    expect(entries[1]).toMatch(/min left/)
    expect(await violationsOf(page)).toEqual([])
  })

  test('S230 has an Escalate button beside every hold, which opens it at the reasons', async () => {
    const view = await states['approval to be asked']()
    await list([view, { ...(await states['review to be done']()), hold: 'second' }])
    expect(await page.getByRole('button', { name: 'Escalate' }).count()).toBe(2)
    await page.getByRole('button', { name: 'Escalate: Save opportunity' }).click()
    await tell({ type: 'hold.shown', view })
    await page.getByRole('heading', { name: 'Hand this to a human' }).waitFor()
    expect(await violationsOf(page)).toEqual([])
  })

  test('F21 lists what is not asked again with its scope and its end, each with a way back', async () => {
    const memory = {
      ...{ id: '0198c5a2-7d5e-7000-9f00-3c2b1a4d5e6f', ruleName: 'Say why you differ', reason: 'A renewal' },
      ...({ workflowName: 'Opportunity changes', scope: 'record', ends: 'day' } as const),
      until: new Date().setHours(24, 0, 0, 0),
      matter: {
        ...{ site: 'tryton', account: '', operation: 'save', workflow: 'w', terms: [] },
        ...{
          record: { type: 'sale.opportunity', ids: ['12'] },
          fields: [{ name: 'amount', label: 'Amount' }],
        },
      },
    } as const
    await tell({ type: 'holds.shown', views: [], status: statusWith(), memories: [memory] })
    const text = await page.locator('.memory-entry').innerText()
    for (const words of ['“Say why you differ”', 'about Amount', 'record 12', 'A renewal'])
      expect(text).toContain(words)
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Ask me again: Say why you differ' }).click()
    expect((await page.evaluate(() => window.harness.sent)).at(-1)).toEqual({
      type: 'memory.forgotten',
      memory: memory.id,
    })
  })

  test('S105 the acceptable-use page is one press away, and not there before the browser is enrolled', async () => {
    await list([])
    const link = page.getByRole('link', { name: 'What AI may do here' })
    expect(await link.getAttribute('href')).toBe('http://127.0.0.1:4600/acceptable-use')
    await list([], statusWith({ enrolled: false, serverUrl: null }))
    await expect.poll(() => link.count()).toBe(0)
  })

  test('opens one in place, and closing it returns to the list and to its entry', async () => {
    const view = await states['approval to be asked']()
    await list([view])
    await page.locator('.hold').click()
    expect(await page.evaluate(() => window.harness.sent.at(-1))).toEqual({
      type: 'hold.opened',
      hold: view.hold,
    })
    await tell({ type: 'hold.shown', view })
    await page.getByRole('dialog', { name: 'Save opportunity' }).waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('.hold').waitFor()
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('hold')
    expect(
      await page.evaluate(() => window.harness.sent.some((message) => message.type === 'panel.closed')),
    ).toBe(false)
  })

  test('F77 says in words who is enrolled, how old the policy is, whether it is connected and what is unsent', async () => {
    await list([], statusWith({ connection: 'offline', lease: 'no-contact', unsent: 3, rejected: 1 }))
    const text = await page.locator('.status').innerText()
    for (const words of [
      'Riley Rep',
      'No connection',
      'Version 7',
      '2 hours ago',
      'no contact with the server',
      '3 events',
      'did not take 1 event',
    ])
      expect(text).toContain(words)
    await page.getByText('Nothing is waiting').waitFor()
    expect(await violationsOf(page)).toEqual([])
  })

  test('a browser that is not enrolled is told what to do', async () => {
    await list([], statusWith({ enrolled: false, person: null }))
    await page.getByText('Not enrolled yet').waitFor()
    await page.getByRole('button', { name: 'Enrol' }).waitFor()
  })
})
