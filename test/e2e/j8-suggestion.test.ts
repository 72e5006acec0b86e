import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { panelFrame } from '../support/extension.ts'
import { saveByButton, setAmount, setCloseDate, waitForSaved } from '../support/tryton-page.ts'
import { pauseToRead } from './approval-steps.ts'
import { auditRows } from './audit.ts'
import { badgeNamed } from './badges.ts'
import { opportunityTab, signInRep } from './opportunity.ts'
import { raiseStage, type Stage } from './stage.ts'

let stage: Stage
let admin: Page
let rep: Page
let next = 1
let id = 0
let explanation = ''

beforeAll(async () => {
  stage = await raiseStage()
  await signInRep(stage)
  admin = await stage.console('admin')
})
afterAll(() => stage.strike())
beforeEach(async () => {
  id = next
  next += 1
  rep = await opportunityTab(stage, id)
  const { end_date: closes } = await stage.tryton.readOpportunity(id)
  explanation = await pushSuggestion(id, [
    { field: 'amount', value: 30_000 },
    { field: 'end_date', value: closes },
  ])
})
afterEach(() => rep.close())

/** As the AI's vendor does it: the public API and the service key of the workspace. */
async function pushSuggestion(
  record: number,
  suggested: readonly { readonly field: string; readonly value: number | string | null }[],
): Promise<string> {
  const now = Date.now()
  const made = {
    id: randomUUID(),
    site: 'tryton',
    account: `${new URL(stage.tryton.url).host}/${stage.tryton.database}`,
    record: { type: 'sale.opportunity', id: String(record) },
    operation: 'opportunity.save',
    model: 'Forecast Assistant 4',
    suggested,
    drivers: [
      { name: 'No contact for 20 days', direction: 'lowers', weight: 0.25 },
      { name: 'Two new stakeholders joined', direction: 'raises', weight: 0.6 },
    ],
    dataAsOf: new Date(now - 75 * 3_600_000).toISOString(),
    confidence: 'medium',
    sources: [{ name: 'Call notes of 3 May', url: 'https://crm.example.com/calls/17' }],
    at: new Date(now).toISOString(),
  }
  const answer = await fetch(`${stage.server.url}/v1/explanations`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${stage.server.development.serviceKey}`,
    },
    body: JSON.stringify(made),
  })
  expect(answer.status).toBe(201)
  return made.id
}

describe('an AI suggestion with an explanation', () => {
  test('J8 F10 F12 S031 S032 S033 the badge shows drivers, confidence, sources and how stale the data is', async () => {
    const badge = await badgeNamed(rep, /save/i)
    await badge.click()
    const panel = await panelFrame(rep)
    const says = panel.locator('section', { has: panel.getByRole('heading', { name: 'What the AI says' }) })
    await says.getByText('From Forecast Assistant 4').waitFor()
    const text = (await says.innerText()).replace(/\s+/g, ' ')
    expect(text).toContain('Suggests for Amount: 30,000 Suggests for End date: 20')
    expect(text).toMatch(/Two new stakeholders joined raises, 60\s?% No contact for 20 days lowers, 25\s?%/)
    expect(text).toMatch(/Confidence Medium/)
    expect(text).toMatch(/Stale: 3 days old/)
    expect(text).toContain('Call notes of 3 May')
    expect(await panel.locator('body').innerText()).toContain('Nothing is held.')
  })

  test('J8 F16 S009 S034 a rep who deviates is held, gives a reason, and the event holds the code', async () => {
    const writes = await stage.tryton.countWrites(id)
    await setAmount(rep, '41000')
    await badgeNamed(rep, /would be held/i)
    await saveByButton(rep)
    const panel = await panelFrame(rep)
    await panel.getByText(/The AI suggests 30.?000 for Amount, you chose 41.?000\. Say why\./).waitFor()
    await panel.getByLabel('Another reason').check()
    await pauseToRead(panel)
    await panel.getByRole('button', { name: 'Give this reason' }).click()
    await panel.getByText('This reason needs a few words.').waitFor()
    expect(await stage.tryton.countWrites(id)).toBe(writes)

    await panel.getByLabel('In your words').fill('Their board met this morning.')
    await pauseToRead(panel)
    await panel.getByRole('button', { name: 'Give this reason' }).click()
    // Within five seconds of the press on Save it goes on by itself; later the rep says when.
    const run = panel.getByRole('button', { name: /run it now/i })
    await run.or(panel.getByText('Let through.')).or(panel.getByText('It ran once')).first().waitFor()
    if (await run.isVisible()) {
      await pauseToRead(panel)
      await run.click()
    }
    await expect
      .poll(async () => (await stage.tryton.readOpportunity(id)).amount, { timeout: 10_000 })
      .toBe('41000')
    await waitForSaved(rep)
    expect(await stage.tryton.countWrites(id)).toBe(writes + 1)

    await expect
      .poll(async () => (await auditRows(admin, { type: 'action.settled' })).length, { timeout: 45_000 })
      .toBe(1)
    const [given] = await auditRows(admin, { type: 'override.given' })
    expect(given?.detail).toEqual({
      rule: 'deviation-reason',
      code: 'other',
      text: 'Their board met this morning.',
      explanation,
    })
    const released = await auditRows(admin, { type: 'action.released' })
    expect(released.map(({ detail }) => detail['fulfilled'])).toMatchObject([
      [{ kind: 'override-reason', code: 'other' }],
    ])
    for (const { canonical } of await auditRows(admin)) expect(canonical).not.toContain('Another reason')
  })

  test('J8 S009 S034 a rep who follows the suggestion is not asked', async () => {
    const writes = await stage.tryton.countWrites(id)
    // The page has the suggestion: another value would be held.
    await setAmount(rep, '29999')
    await badgeNamed(rep, /would be held/i)
    await setAmount(rep, '30000')
    await badgeNamed(rep, /goes ahead/i)
    await saveByButton(rep)
    await waitForSaved(rep)
    expect((await stage.tryton.readOpportunity(id)).amount).toBe('30000')
    expect(await stage.tryton.countWrites(id)).toBe(writes + 1)
    expect(rep.frames().filter((frame) => frame.url().includes('/panel.html#hold='))).toEqual([])
  })

  test('J8 S034 a rep who moves only the suggested close date is asked as well', async () => {
    const writes = await stage.tryton.countWrites(id)
    const { end_date: closes } = await stage.tryton.readOpportunity(id)
    const [year, month, day] = new Date(Date.parse(`${closes ?? ''}T00:00:00Z`) + 86_400_000)
      .toISOString()
      .slice(0, 10)
      .split('-')
    await setCloseDate(rep, `${month}/${day}/${year}`)
    await badgeNamed(rep, /would be held/i)
    await saveByButton(rep)
    const panel = await panelFrame(rep)
    await panel.getByText(/The AI suggests .* for End date/).waitFor()
    expect(await stage.tryton.countWrites(id)).toBe(writes)
  })
})
