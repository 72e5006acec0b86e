import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { panelFrame } from '../support/extension.ts'
import { openEmailDialog } from '../support/tryton-dialogs.ts'
import { openOpportunity } from '../support/tryton-page.ts'
import { pauseToRead, shownDigest } from './approval-steps.ts'
import { badgeNamed } from './badges.ts'
import { opportunityTab, signInRep } from './opportunity.ts'
import { raiseStage, type Stage } from './stage.ts'

/*
 * From the page on, nothing but keys: no mouse, no press or focus by script. Each step is reached with Tab from wherever the
 * focus was, as somebody does who has no mouse.
 */
let stage: Stage
beforeAll(async () => {
  stage = await raiseStage()
  await signInRep(stage)
})
afterAll(() => stage?.strike())

/** Presses Tab until the focus, in the page or in a frame of it, is on what is asked for. */
async function tabTo(page: Page, place: Page | Frame, selector: string, words?: RegExp): Promise<void> {
  for (let press = 0; press < 120; press += 1) {
    const isThere = await place
      .evaluate(
        ([css, pattern]) => {
          const at = document.activeElement
          if (!document.hasFocus() || at === null || !at.matches(css)) return false
          const name = `${at.getAttribute('aria-label') ?? ''} ${at.textContent} ${(at as HTMLInputElement).labels?.[0]?.textContent ?? ''}`
          return pattern === null || new RegExp(pattern, 'i').test(name)
        },
        [selector, words?.source ?? null] as const,
      )
      .catch(() => false)
    if (isThere) return
    await page.keyboard.press('Tab')
  }
  const at = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200))
  throw new Error(
    `120 times Tab did not reach ${selector} ${words?.source ?? ''}; the page's focus is on ${at}`,
  )
}

async function openPanel(page: Page): Promise<Frame> {
  const panel = await panelFrame(page)
  await panel.locator('.panel-head').waitFor()
  // The panel takes the focus when it opens: nobody has to look for it.
  await expect.poll(() => panel.evaluate(() => document.hasFocus())).toBe(true)
  return panel
}

async function run(page: Page, panel: Frame): Promise<void> {
  await panel.getByRole('button', { name: 'Run it now' }).waitFor()
  await tabTo(page, panel, 'button', /^ ?Run it now/)
  await pauseToRead(panel)
  await page.keyboard.press('Enter')
}

describe('by keyboard alone', () => {
  test('J3 a held save is asked for, approved in the console, run, and reaches Tryton once', async () => {
    const page = await opportunityTab(stage, 1)
    const writes = await stage.tryton.countWrites(1)
    await tabTo(page, page, '#tabcontent > .tab-pane.active input[name="amount"]')
    await page.keyboard.press('Control+a')
    await page.keyboard.type('81000')
    await page.keyboard.press('Control+s')
    const panel = await openPanel(page)
    await tabTo(page, panel, 'textarea', /Why is this right/)
    await page.keyboard.type('Signed this morning.')
    await tabTo(page, panel, 'button', /Ask for approval/)
    await pauseToRead(panel)
    await page.keyboard.press('Enter')
    await panel.getByRole('button', { name: 'Withdraw the request' }).waitFor()

    const approver = await stage.console('approver', '/approvals')
    await approver.locator('.inbox-item').first().waitFor()
    const digest = await shownDigest(panel.locator('body'))
    await approver.keyboard.press('j')
    await approver.locator(`main [data-digest="${digest}"]`).first().waitFor()
    await approver
      .locator('.decision-bar')
      .getByRole('button', { name: 'Approve', disabled: false })
      .waitFor()
    await approver.keyboard.press('a')
    await approver.getByRole('dialog').waitFor()
    await approver.keyboard.press('Enter')
    await approver.getByRole('dialog').waitFor({ state: 'hidden' })

    await run(page, panel)
    await expect.poll(async () => (await stage.tryton.readOpportunity(1)).amount).toBe('81000')
    expect(await stage.tryton.countWrites(1)).toBe(writes + 1)
    await page.close()
  })

  test('J5 an e-mail is read, ticked, sent, and one mail leaves', async () => {
    stage.tryton.sink.clear()
    const page = await stage.chromium.context.newPage()
    await openOpportunity(page, stage.tryton, 2)
    await openEmailDialog(page)
    await page.waitForFunction(() =>
      document.querySelector<HTMLInputElement>('#email-to')?.value.includes('@'),
    )
    await badgeNamed(page, /^send an e-mail/i)
    await tabTo(page, page, '#email-body, #email-body *')
    await page.keyboard.type('Dear Ana, the probes ship on Monday.')
    await tabTo(page, page, '.modal.in.email button[type="submit"]')
    await page.keyboard.press('Enter')
    const panel = await openPanel(page)
    await tabTo(page, panel, '.content-box')
    await page.keyboard.press('End')
    await page.waitForTimeout(6000)
    await tabTo(page, panel, 'input[type="checkbox"]', /I have read this/)
    await page.keyboard.press('Space')
    await run(page, panel)
    const mail = await stage.tryton.sink.waitForMessage(() => true, 15_000)
    expect(mail.html).toContain('the probes ship on Monday')
    expect(stage.tryton.sink.messages).toHaveLength(1)
    await page.close()
  })
})
