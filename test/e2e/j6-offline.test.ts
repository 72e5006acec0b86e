import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { panelFrame } from '../support/extension.ts'
import { pressFormButton, saveByButton, saveByKeys, setAmount, waitForSaved } from '../support/tryton-page.ts'
import { askForApproval } from './approval-steps.ts'
import { auditRows } from './audit.ts'
import { badgeNamed } from './badges.ts'
import { opportunityTab, signInRep } from './opportunity.ts'
import { raiseStage, type Stage } from './stage.ts'

let stage: Stage
let admin: Page
let low: Page
let staged: Page
let high: Page

beforeAll(async () => {
  stage = await raiseStage()
  await signInRep(stage)
  admin = await stage.console('admin')
  low = await opportunityTab(stage, 1)
  staged = await opportunityTab(stage, 2)
  high = await opportunityTab(stage, 3)
  await stage.server.kill()
})
afterAll(() => stage.strike())

/** What the extension's own window says of contact and policy; it reads that once, when it is opened. */
async function statusSays(words: string): Promise<string> {
  const popup = await stage.chromium.openExtensionPage('popup.html')
  const says = async () => {
    await popup.reload()
    await popup.getByText('Connection', { exact: true }).waitFor()
    return popup.locator('main').innerText()
  }
  await expect.poll(says, { timeout: 15_000 }).toContain(words)
  const text = await says()
  await popup.close()
  return text
}

const amountOf = (id: number) => async () => (await stage.tryton.readOpportunity(id)).amount

function panelsOn(page: Page): number {
  return page.frames().filter((frame) => frame.url().includes('/panel.html#hold=')).length
}

describe('with the server gone', () => {
  test('J6 F77 S247 a save below the threshold goes on by button and by Ctrl+S, with no panel', async () => {
    await statusSays('No connection')
    await low.bringToFront()
    const writes = await stage.tryton.countWrites(1)
    await setAmount(low, '20000')
    await saveByButton(low)
    await waitForSaved(low)
    await expect.poll(amountOf(1), { timeout: 10_000 }).toBe('20000')
    await setAmount(low, '21000')
    await saveByKeys(low)
    await expect.poll(amountOf(1), { timeout: 10_000 }).toBe('21000')
    expect(await stage.tryton.countWrites(1)).toBe(writes + 2)
    expect(panelsOn(low)).toBe(0)
  })

  test('J6 F77 a stage button goes on', async () => {
    await staged.bringToFront()
    await pressFormButton(staged, 'lost')
    await expect
      .poll(async () => (await stage.tryton.readOpportunity(2)).state, { timeout: 10_000 })
      .toBe('lost')
    expect(panelsOn(staged)).toBe(0)
  })

  test('J6 F77 a save above the threshold is held and says plainly that there is no contact', async () => {
    await high.bringToFront()
    const writes = await stage.tryton.countWrites(3)
    await setAmount(high, '60000')
    await badgeNamed(high, /with approval.*would be held/i)
    await saveByButton(high)
    const panel = await panelFrame(high)
    await panel.getByText('The server cannot be reached, and this action needs it.').waitFor()
    await panel.getByText('This stays held and nothing is lost').waitFor()
    expect(await panel.getByRole('button', { name: 'Ask for approval' }).isDisabled()).toBe(true)
    expect(await stage.tryton.countWrites(3)).toBe(writes)
    expect(await statusSays('No connection')).toContain('actions that need approval stay held')
  })

  test('J6 F65 when it is back every event arrives once and in order, and the held save can be asked for', async () => {
    await stage.server.start()
    const events = () => auditRows(admin, {}).then((rows) => rows.filter(({ device }) => device !== null))
    const stated = async () =>
      (await events()).map(
        ({ type, subject }) => `${type} ${subject.operation ?? ''} ${subject.record?.ids.join() ?? ''}`,
      )
    await expect.poll(stated, { timeout: 45_000 }).toContain('action.held opportunity.save 3')

    const panel = await panelFrame(high)
    await askForApproval(panel, 'The customer signed for more.')
    await expect.poll(stated, { timeout: 20_000 }).toContain('approval.requested opportunity.save 3')
    const arrived = await events()
    const happened = (await stated()).filter((line) => line.startsWith('action.'))
    expect(happened.toSorted()).toEqual([
      'action.allowed opportunity.lost 2',
      'action.allowed opportunity.save 1',
      'action.allowed opportunity.save 1',
      'action.held opportunity.save 3',
    ])

    expect(new Set(arrived.map(({ device }) => device)).size).toBe(1)
    expect(new Set(arrived.map(({ id }) => id)).size).toBe(arrived.length)
    const inOrder = arrived.toSorted((left, right) => (left.sequence ?? 0) - (right.sequence ?? 0))
    expect(inOrder.map(({ sequence }) => sequence)).toEqual(inOrder.map((_, index) => index + 1))
    expect(inOrder.map(previousOf)).toEqual([
      null,
      ...inOrder.slice(0, -1).map(({ canonical }) => sha256(canonical)),
    ])
    const received = inOrder.map(({ receivedAt }) => receivedAt)
    expect(received).toEqual(received.toSorted())
  })
})

function previousOf({ canonical }: { readonly canonical: string }): unknown {
  return (JSON.parse(canonical) as { previous: unknown }).previous
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
