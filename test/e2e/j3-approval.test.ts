import type { Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { panelFrame } from '../support/extension.ts'
import { openOpportunity, saveByButton, saveByKeys, setAmount } from '../support/tryton-page.ts'
import { badgeNamed } from './badges.ts'
import { askForApproval, decide, openRequest, pauseToRead, runItNow, shownDigest } from './approval-steps.ts'
import { openTryton, raiseStage, type Stage } from './stage.ts'

let stage: Stage
let rep: Page
let approver: Page
let next = 1
let id = 0

beforeAll(async () => {
  stage = await raiseStage()
  approver = await stage.console('approver')
})
afterAll(() => stage.strike())
beforeEach(async () => {
  id = next
  next += 1
  await stage.tryton.rpc('admin', 'model.sale.opportunity.write', [
    [id],
    { amount: { __class__: 'Decimal', decimal: '12000' } },
  ])
  rep = await stage.chromium.context.newPage()
  await openTryton(rep, stage.tryton, 'rep')
  await openOpportunity(rep, stage.tryton, id)
  await badgeNamed(rep, /save/i)
})
afterEach(() => rep.close())

async function holdAmount(
  amount: string,
  save: (page: Page) => Promise<void> = saveByButton,
): Promise<Frame> {
  await setAmount(rep, amount)
  await save(rep)
  return panelFrame(rep)
}

describe('a held save that asks for approval', () => {
  test('J3 F45 the approver sees the same digest, approves, and the save reaches Tryton once', async () => {
    const writes = await stage.tryton.countWrites(id)
    const panel = await holdAmount('77777')
    await askForApproval(panel, 'The customer doubled the order.')
    const digest = await shownDigest(panel.locator('body'))
    await openRequest(approver, stage.server.url, digest)
    await expect.poll(() => approver.locator('main').innerText()).toContain('77,777')
    expect(await shownDigest(approver.locator('main'))).toBe(digest)
    await decide(approver, 'Approve')
    expect((await stage.tryton.readOpportunity(id)).amount).toBe('12000')
    await runItNow(panel)
    await expect.poll(async () => (await stage.tryton.readOpportunity(id)).amount).toBe('77777')
    expect(await stage.tryton.countWrites(id)).toBe(writes + 1)

    // The grant is spent: the next change above the threshold is held again (F35).
    await rep.reload()
    await badgeNamed(rep, /save/i)
    await holdAmount('88888')
    expect(await stage.tryton.countWrites(id)).toBe(writes + 1)
  })

  test('J3 S058 by Ctrl+S, a repeated gesture after the approval passes on the grant, once', async () => {
    const writes = await stage.tryton.countWrites(id)
    const panel = await holdAmount('66666', saveByKeys)
    await askForApproval(panel, 'Scope grew.')
    await openRequest(approver, stage.server.url, await shownDigest(panel.locator('body')))
    await decide(approver, 'Approve')
    await panel.getByRole('button', { name: 'Run it now' }).waitFor()
    // Back from the panel into the page, to the same amount, and the same keys.
    await setAmount(rep, '66666')
    await saveByKeys(rep)
    await expect.poll(async () => (await stage.tryton.readOpportunity(id)).amount).toBe('66666')
    expect(await stage.tryton.countWrites(id)).toBe(writes + 1)
  })

  test('J3 denied: the save never reaches Tryton', async () => {
    const writes = await stage.tryton.countWrites(id)
    const panel = await holdAmount('55555')
    await askForApproval(panel, 'Please.')
    await openRequest(approver, stage.server.url, await shownDigest(panel.locator('body')))
    await decide(approver, 'Deny', 'Not before the credit check.')
    await panel.getByText('Not before the credit check.').waitFor()
    await saveByButton(rep)
    expect(await stage.tryton.countWrites(id)).toBe(writes)
  })

  test('J3 F41 withdrawn: the save never reaches Tryton and the approver can no longer decide', async () => {
    const writes = await stage.tryton.countWrites(id)
    const panel = await holdAmount('55556')
    await askForApproval(panel, 'Please.')
    const digest = await shownDigest(panel.locator('body'))
    await openRequest(approver, stage.server.url, digest)
    await pauseToRead(panel)
    await panel.getByRole('button', { name: 'Withdraw the request' }).click()
    await approver
      .getByText(/withdrawn/i)
      .first()
      .waitFor()
    expect(await approver.locator('.decision-bar').getByRole('button').count()).toBe(0)
    expect(await stage.tryton.countWrites(id)).toBe(writes)
  })
})
