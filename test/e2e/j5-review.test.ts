import type { Frame, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { panelFrame } from '../support/extension.ts'
import { openEmailDialog, sendEmail, writeEmail } from '../support/tryton-dialogs.ts'
import { openOpportunity } from '../support/tryton-page.ts'
import { pauseToRead, runItNow, shownDigest } from './approval-steps.ts'
import { auditRows } from './audit.ts'
import { badgeNamed } from './badges.ts'
import { signInRep } from './opportunity.ts'
import { raiseStage, type Stage } from './stage.ts'

let stage: Stage
let rep: Page
let admin: Page

beforeAll(async () => {
  stage = await raiseStage()
  await signInRep(stage)
  admin = await stage.console('admin')
})
afterAll(() => stage?.strike())
beforeEach(async () => {
  stage.tryton.sink.clear()
  rep = await stage.chromium.context.newPage()
  await openOpportunity(rep, stage.tryton, 1)
  await openEmailDialog(rep)
  // The recipients come on their own, after the rest of the proposal.
  await rep.waitForFunction(() => document.querySelector<HTMLInputElement>('#email-to')?.value.includes('@'))
  await badgeNamed(rep, /^send an e-mail/i)
})
afterEach(() => rep.close())

const tick = (panel: Frame): Locator =>
  panel.getByRole('checkbox', { name: 'I have read this and it is right' })
const content = (panel: Frame): Locator => panel.getByRole('region', { name: 'What goes out' })
const run = (panel: Frame): Locator => panel.getByRole('button', { name: 'Run it now' })

async function close(panel: Frame): Promise<void> {
  await panel.locator('.panel-head').getByRole('button', { name: 'Close' }).click()
  await expect.poll(() => panel.isDetached()).toBe(true)
}

/** Reads for longer than the rule's five seconds, to the end, then ticks. */
async function review(panel: Frame): Promise<void> {
  await content(panel).hover()
  await panel.page().mouse.wheel(0, 5000)
  await panel.page().waitForTimeout(6000)
  await tick(panel).click()
}

describe('an e-mail that has to be reviewed', () => {
  test('J5 F19 Send is held until it is read, an edit takes the tick away, and one mail leaves', async () => {
    await writeEmail(rep, { body: 'Dear Ana, the probes ship on Monday.' })
    await sendEmail(rep)
    let panel = await panelFrame(rep)
    await content(panel).getByText('Dear Ana, the probes ship on Monday.').waitFor()
    // Tryton proposes the customer twice: one mailbox is counted once.
    await content(panel).getByText('2 recipients').waitFor()
    expect(await tick(panel).isChecked()).toBe(false)
    await review(panel)
    await run(panel).waitFor()
    expect(await tick(panel).isChecked()).toBe(true)

    // Not yet sent, and now it is another mail.
    await writeEmail(rep, { body: 'Dear Ana, the probes ship on Tuesday.' })
    await content(panel).getByText('Dear Ana, the probes ship on Tuesday.').waitFor()
    await run(panel).waitFor({ state: 'detached' })
    expect(await tick(panel).isChecked()).toBe(false)
    await close(panel)
    await sendEmail(rep)
    panel = await panelFrame(rep)
    await tick(panel).waitFor()
    expect(await tick(panel).isChecked()).toBe(false)
    expect(stage.tryton.sink.messages).toEqual([])

    await review(panel)
    await runItNow(panel)
    const mail = await stage.tryton.sink.waitForMessage(undefined, 20_000)
    expect(mail.html).toContain('Dear Ana, the probes ship on Tuesday.')
    expect(mail.to).toContain('ana@alder.example')
    await rep.locator('.modal.in.email').waitFor({ state: 'detached' })
    expect(stage.tryton.sink.messages).toHaveLength(1)
  })

  test('J5 F11 F24 F30 a banned claim shows rule, words and approved wording; reworded and read, one mail leaves', async () => {
    await writeEmail(rep, { body: 'Our platform brings guaranteed ROI within a year.' })
    await sendEmail(rep)
    const panel = await panelFrame(rep)
    const reason = panel.locator('.reason', { hasText: 'Claims we never make' })
    await reason.waitFor()
    expect(await reason.locator('q').allInnerTexts()).toEqual(['guaranteed ROI'])
    expect(await reason.innerText()).toContain('returns our customers have measured')
    expect(await run(panel).count()).toBe(0)
    const flagged = await shownDigest(panel.locator('body'))

    await writeEmail(rep, { body: 'Our platform brings returns our customers have measured.' })
    await reason.waitFor({ state: 'detached' })
    await tick(panel).waitFor()
    expect(await tick(panel).isChecked()).toBe(false)
    expect(stage.tryton.sink.messages).toEqual([])

    await review(panel)
    await run(panel).waitFor()
    const reworded = await shownDigest(panel.locator('body'))
    await runItNow(panel)
    const mail = await stage.tryton.sink.waitForMessage(undefined, 20_000)
    expect(mail.html).toContain('returns our customers have measured')
    await rep.locator('.modal.in.email').waitFor({ state: 'detached' })
    expect(stage.tryton.sink.messages).toHaveLength(1)
    expect(stage.tryton.sink.messages.map(({ html }) => html).join()).not.toContain('guaranteed')

    // Both texts are on the record by their digests, and neither by its words.
    const edits = async () =>
      (await auditRows(admin, { type: 'hold.edited' })).map(({ detail }) => detail['previousDigest'])
    await expect.poll(edits).toContain(flagged)
    const releases = async () =>
      (await auditRows(admin, { type: 'action.released' })).map(({ canonical }) => canonical).join()
    await expect.poll(releases).toContain(reworded)
    const all = (await auditRows(admin)).map(({ canonical }) => canonical).join()
    expect(all).not.toContain('customers have measured')
  })

  test('J5 F20 the record holds how long it was read, that the end was reached, and a tick that came too soon', async () => {
    const before = new Set((await auditRows(admin, { type: 'review.completed' })).map(({ id }) => id))
    const ticks = async () =>
      (await auditRows(admin, { type: 'review.completed' }))
        .filter(({ id }) => !before.has(id))
        .map(({ detail }) => detail)

    await writeEmail(rep, { body: 'See you on Monday.' })
    await sendEmail(rep)
    let panel = await panelFrame(rep)
    await tick(panel).waitFor()
    await pauseToRead(panel)
    await tick(panel).click()
    await expect
      .poll(ticks)
      .toEqual([
        { rule: 'email-review', tickedAfterMs: expect.any(Number), scrolledToEnd: true, underFloor: true },
      ])
    // Quick enough after Send, so it goes on by itself: marked for sampling, not punished.
    await stage.tryton.sink.waitForMessage(undefined, 20_000)
    await rep.locator('.modal.in.email').waitFor({ state: 'detached' })
    await close(panel)

    await openEmailDialog(rep)
    await rep.waitForFunction(() =>
      document.querySelector<HTMLInputElement>('#email-to')?.value.includes('@'),
    )
    await writeEmail(rep, { body: 'See you on Tuesday.' })
    await sendEmail(rep)
    panel = await panelFrame(rep)
    await content(panel).getByText('See you on Tuesday.').waitFor()
    await review(panel)
    await expect.poll(async () => (await ticks()).length).toBe(2)
    const [, slow] = await ticks()
    expect(slow).toMatchObject({ scrolledToEnd: true, underFloor: false })
    expect(slow!['tickedAfterMs']).toBeGreaterThanOrEqual(5000)
  })
})
