import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { panelFrame } from '../support/extension.ts'
import { openOpportunity, saveByButton, setAmount } from '../support/tryton-page.ts'
import { askForApproval, decide, openRequest, shownDigest } from './approval-steps.ts'
import { badgeNamed } from './badges.ts'
import { openTryton, raiseStage, type Stage } from './stage.ts'

let stage: Stage
let approver: Page
const id = 1

beforeAll(async () => {
  stage = await raiseStage()
  approver = await stage.console('approver')
})
afterAll(() => stage.strike())

describe('an approved amount', () => {
  test('J4 F33 is held again when the rep changes it, and nothing else than the approved one ever reaches Tryton', async () => {
    // A tab of its own for each try: one that shows the record already does not open it again.
    const rep = await stage.chromium.context.newPage()
    await openTryton(rep, stage.tryton, 'rep')
    const writes = await stage.tryton.countWrites(id)
    await openOpportunity(rep, stage.tryton, id)
    await badgeNamed(rep, /save/i)
    await setAmount(rep, '70000')
    await saveByButton(rep)
    const panel = await panelFrame(rep)
    await askForApproval(panel, 'Agreed with the customer.')
    const approved = await shownDigest(panel.locator('body'))
    await openRequest(approver, stage.server.url, approved)
    await decide(approver, 'Approve')
    await panel.getByRole('button', { name: /run it now/i }).waitFor()

    await setAmount(rep, '70001')
    await saveByButton(rep)
    // The held change opens a panel of its own in place of the first.
    const said = async () =>
      (await panelFrame(rep))
        .locator('body')
        .innerText({ timeout: 2_000 })
        .catch(() => '')
    await expect.poll(said).toContain('The action was changed after the request')
    expect(Number((await stage.tryton.readOpportunity(id)).amount)).toBe(12_000)
    expect(await stage.tryton.countWrites(id)).toBe(writes)

    // The approved amount itself still passes, once.
    await setAmount(rep, '70000')
    await saveByButton(rep)
    await expect.poll(async () => Number((await stage.tryton.readOpportunity(id)).amount)).toBe(70_000)
    expect(await stage.tryton.countWrites(id)).toBe(writes + 1)
  })
})
