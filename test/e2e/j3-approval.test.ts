import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { panelFrame } from '../support/extension.ts'
import { login, openOpportunity, saveByButton, saveByKeys, setAmount } from '../support/tryton-page.ts'
import { badgeNamed } from './badges.ts'
import { askForApproval, decide, openRequest, shownDigest } from './approval-steps.ts'
import { raiseStage, type Stage } from './stage.ts'

let stage: Stage
let rep: Page
let approver: Page
let next = 1
let id = 0

beforeAll(async () => {
  stage = await raiseStage()
  rep = await stage.chromium.context.newPage()
  await login(rep, stage.tryton, 'rep')
  approver = await stage.console('approver')
})
afterAll(() => stage.strike())
beforeEach(async () => {
  id = next
  next += 1
  await stage.tryton.rpc('admin', 'model.sale.opportunity.write', [[id], { amount: { __class__: 'Decimal', decimal: '12000' } }])
  await openOpportunity(rep, stage.tryton, id)
  await badgeNamed(rep, /save/i)
})

async function holdAmount(amount: string, save: (page: Page) => Promise<void> = saveByButton): Promise<Frame> {
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
    await decide(approver, 'approve')
    expect((await stage.tryton.readOpportunity(id)).amount).toBe('12000')
    await panel.getByRole('button', { name: /run it now/i }).click()
    await expect.poll(async () => (await stage.tryton.readOpportunity(id)).amount).toBe('77777')
    expect(await stage.tryton.countWrites(id)).toBe(writes + 1)

    // The grant is spent: the next change above the threshold is held again (F35).
    await openOpportunity(rep, stage.tryton, id)
    await holdAmount('88888')
    expect(await stage.tryton.countWrites(id)).toBe(writes + 1)
  })

  test('J3 S058 by Ctrl+S, a repeated gesture after the approval passes on the grant, once', async () => {
    const writes = await stage.tryton.countWrites(id)
    const panel = await holdAmount('66666', saveByKeys)
    await askForApproval(panel, 'Scope grew.')
    await openRequest(approver, stage.server.url, await shownDigest(panel.locator('body')))
    await decide(approver, 'approve')
    await panel.getByRole('button', { name: /run it now/i }).waitFor()
    await saveByKeys(rep)
    await expect.poll(async () => (await stage.tryton.readOpportunity(id)).amount).toBe('66666')
    expect(await stage.tryton.countWrites(id)).toBe(writes + 1)
  })

  test('J3 denied: the save never reaches Tryton', async () => {
    const writes = await stage.tryton.countWrites(id)
    const panel = await holdAmount('55555')
    await askForApproval(panel, 'Please.')
    await openRequest(approver, stage.server.url, await shownDigest(panel.locator('body')))
    await decide(approver, 'deny', 'Not before the credit check.')
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
    await panel.getByRole('button', { name: /withdraw/i }).click()
    await approver.getByText(/withdrawn/i).first().waitFor()
    expect(await approver.getByRole('button', { name: /^approve/i }).count()).toBe(0)
    expect(await stage.tryton.countWrites(id)).toBe(writes)
  })
})
