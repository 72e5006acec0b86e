import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Policy } from '../../policy/bundle.ts'
import { preparedOf, recordOf } from '../backtest/record.ts'
import { violationsOf } from '../components/check-axe.ts'
import { anEvent } from '../server/events.ts'
import { largeDeal, picture, startConsole } from './console.ts'
import type { Console } from './console.ts'
import { looksAsBefore } from '../support/baseline.ts'

const saving = (after: number) => ({
  ...largeDeal,
  fields: [{ name: 'amount', label: 'Amount', before: 40_000, after, beforeKnown: true }],
})
const mailing = (text: string) => ({
  ...largeDeal,
  ...{ surface: 'email-send', operation: 'email.send', fields: [], recipients: ['ana@alder.example'] },
  content: [{ name: 'body', text }],
})
const acts = [
  ...Array.from({ length: 20 }, () => saving(20_000)),
  ...Array.from({ length: 6 }, () => saving(45_000)),
  ...Array.from({ length: 3 }, () => saving(60_000)),
  mailing('See you on Monday.'),
  mailing('Let us talk about the second plant.'),
]

let console_: Console
beforeAll(async () => {
  console_ = await startConsole()
  const admin = await console_.open('admin', '/policy')
  const policy = await admin.evaluate(
    async () => ((await (await fetch('/v1/policy')).json()) as { policy: Policy }).policy,
  )
  await admin.context().close()
  const device = await console_.device()
  const prepared = preparedOf(policy)
  const events = acts.map((action, index) => {
    const { type, at, bundleVersion, subject, detail } = recordOf(prepared, { action, now: Date.now() }).event
    return anEvent(device.id, index + 1, { type, at, bundleVersion, subject, detail })
  })
  await device.send('/v1/events', { events })
})
afterAll(() => console_?.stop())

/** The card; the table in it has the same name. */
const card = (page: Page, name: string) => page.getByRole('region', { name }).first()
const run = (page: Page) => page.getByRole('button', { name: 'Run', exact: true })

/** The draft all administrators work on, as the editor saves it: typing two thousand lines is a test of its own. */
async function draftOf(page: Page, change: (policy: Policy) => void): Promise<void> {
  const current = await page.evaluate(
    async () => (await (await fetch('/v1/policy')).json()) as { version: number; policy: Policy },
  )
  change(current.policy)
  const answer = await page.evaluate(
    async ({ basedOn, text }) => {
      const kept = (await (await fetch('/v1/policy/draft')).json()) as { draft: { revision: number } | null }
      const body = JSON.stringify({ revision: kept.draft?.revision ?? 0, basedOn, text, note: '' })
      const headers = { 'content-type': 'application/json' }
      return (await fetch('/v1/policy/draft', { method: 'POST', headers, body })).status
    },
    { basedOn: current.version, text: JSON.stringify(current.policy, null, 2) },
  )
  expect(answer).toBe(200)
  await page.reload()
}

describe('trying a draft', () => {
  test('F72 before publishing, real events of 30 days say how many would need approval, of whom, and how many hours', async () => {
    const page = await console_.open('admin', '/policy/build')
    await draftOf(page, ({ rules }) => {
      const amount = rules.find(({ guardrail }) => guardrail.kind === 'amount-threshold')
      amount!.guardrail.settings['limit'] = 30_000
    })
    await page.getByRole('button', { name: 'Try it on last month …' }).click()
    await run(page).click()
    await page
      .getByText('Last 30 days: 31 decisions, 9 would need approval (3 do now), 1 approver, 0 hours a day.')
      .waitFor()
    await page.getByText('6 would meet more than now.').waitFor()
    await page.getByText(/all 31 decisions that could be checked were made again exactly/).waitFor()
    await page.getByLabel('Minutes of an approver for one approval').fill('60')
    await page.getByText('+0.2 hours a day', { exact: false }).waitFor()
    const rules = card(page, 'By rule')
    expect(
      await rules
        .getByRole('row', { name: /Amount/ })
        .first()
        .innerText(),
    ).toMatch(/3 → 9/)
    expect(await card(page, 'Who would be asked').innerText()).toContain('deal-desk')
    expect(await card(page, 'By group').innerText()).toMatch(/sales\s+31/)
    expect(await card(page, 'By person').innerText()).toContain('Riley Rep')
    await looksAsBefore(page, 'backtest')
    expect(await violationsOf(page)).toEqual([])
    await card(page, 'Single decisions').getByRole('button').first().click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByText('Amount would become 45,000. More than 30,000 needs a second look.').waitFor()
    await dialog.getByText('Sent to deal-desk').waitFor()
    expect(await violationsOf(page)).toEqual([])
    await picture(page, 'backtest-decision')
    await page.context().close()
  })

  test('what is not on the record is unknowable, and counted as nothing else', async () => {
    const page = await console_.open('admin', '/policy/build', { scheme: 'dark' })
    await draftOf(page, ({ lists }) => {
      for (const { terms } of lists) terms.push({ term: 'second plant', approved: '' })
    })
    await page.getByRole('tab', { name: 'Try it' }).click()
    await run(page).click()
    await page.getByText('2 cannot be known, and are counted as nothing else.').waitFor()
    await page
      .getByText(/texts are not kept, and nobody looked for these words then/)
      .first()
      .waitFor()
    await picture(page, 'backtest-unknowable-dark')
    expect(await violationsOf(page)).toEqual([])
    await page.context().close()
  })

  test('a run is cancelled, and one that cannot go on says why', async () => {
    const page = await console_.open('admin', '/policy/try')
    await page.context().route('**/v1/backtests/decisions*', () => undefined)
    await run(page).click()
    await page.getByText('0 of 31 decisions').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('Cancelled. Nothing was changed.').waitFor()
    await page.context().unroute('**/v1/backtests/decisions*')
    await page.context().route('**/v1/backtests/decisions*', (route) => route.abort())
    await page.getByRole('button', { name: 'Run again' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('button', { name: 'Run again' }).isEnabled()).toBe(true)
    await page.context().close()
  })
})
