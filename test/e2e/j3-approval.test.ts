import type { Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { signIn } from '../support/console-session.ts'
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

  test('J3 expired: the longest a rep may choose is what the rule allows, and after it nothing runs', async () => {
    await tightenAmountRule({ decideWithinMinutes: 1 })
    const writes = await stage.tryton.countWrites(id)
    const panel = await holdAmount('55557')
    const choices = panel.getByLabel('Decide within').locator('option')
    await expect.poll(() => choices.allInnerTexts(), { timeout: 30_000 }).toEqual(['1 minute'])
    await askForApproval(panel, 'Please, at once.')
    const digest = await shownDigest(panel.locator('body'))
    await openRequest(approver, stage.server.url, digest)
    await panel.getByText('Nobody decided in time. It stays held.').waitFor({ timeout: 80_000 })
    await approver.getByText('Expired', { exact: true }).first().waitFor()
    expect(await approver.locator('.decision-bar').getByRole('button').count()).toBe(0)
    expect(await panel.getByRole('button', { name: 'Run it now' }).count()).toBe(0)
    await saveByButton(rep)
    await badgeNamed(rep, /would be held/i)
    expect((await stage.tryton.readOpportunity(id)).amount).toBe('12000')
    expect(await stage.tryton.countWrites(id)).toBe(writes)
  }, 150_000)
})

/** As the console does it; less time is a tightening, which one administrator may publish. */
async function tightenAmountRule(settings: Readonly<Record<string, number>>): Promise<void> {
  const admin = await signIn(stage.server.url, 'admin@example.test')
  const { version, policy } = (await (await admin.get('/v1/policy')).json()) as {
    version: number
    policy: { rules: { id: string; guardrail: { settings: object } }[] }
  }
  const rule = policy.rules.find((one) => one.id === 'amount-above-threshold')
  if (!rule) throw new Error('The starter policy has no rule for amounts')
  Object.assign(rule.guardrail.settings, settings)
  const answer = await admin.post('/v1/policy/versions', { basedOn: version, note: '', policy })
  if (!answer.ok) throw new Error(await answer.text())
}
