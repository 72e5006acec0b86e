import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ExtensionPageReplies } from '../../../../protocol/messages/extension-page.ts'
import type { PickerReport, PickerRequest } from '../../../../protocol/messages/picker-port.ts'
import { openContext, openPage, startHarness } from '../../browser.ts'
import { violationsOf } from '../../check-axe.ts'
import { statusWith } from '../../status.ts'
import { aField, aLearned, aProposal } from './build.ts'

const shots = process.env['SHOTS']
const replies: Partial<ExtensionPageReplies> = {
  'workflows.read': {
    ok: true,
    items: [
      { id: 'deal-desk', name: 'Discounts beyond the approved range', category: 'pricing', tier: 3 },
      { id: 'updates', name: 'Update an opportunity', category: 'routine', tier: 2 },
    ],
  },
  'pack.read': { ok: true, found: null },
  'pack.drafted': {
    ok: true,
    saved: { id: 'crm', revision: 1, consoleUrl: 'http://127.0.0.1:4600/sites/crm', findings: [] },
  },
}

let browser: Browser
let stop: () => Promise<void>
let context: BrowserContext
let page: Page
beforeAll(async () => {
  ;({ browser, stop } = await startHarness())
}, 120_000)
afterAll(() => stop?.())
afterEach(() => context?.close())

async function start(roles: readonly ('rep' | 'admin')[], scheme: 'light' | 'dark' = 'light'): Promise<void> {
  context = await openContext(browser, { scheme })
  page = await openPage(context, 'sidepanel')
  await page.waitForFunction(() => window.harness.sent.length > 0)
  await page.evaluate(
    (given) => void (window.worker.replies = given as typeof window.worker.replies),
    replies as unknown,
  )
  const shown = { type: 'holds.shown', views: [], status: statusWith({ roles }) }
  await page.evaluate((said) => window.harness.show(said as never), shown as unknown)
}
const report = (said: PickerReport, frame = 0) =>
  page.evaluate(([one, from]) => window.picker.report(one as PickerReport, from), [said, frame] as const)
const asked = () => page.evaluate(() => window.picker.asked as PickerRequest[])
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const look = async (name: string, scheme: string) => {
  expect(await violationsOf(page), name).toEqual([])
  if (shots) await page.screenshot({ path: `${shots}/${scheme}-${name}.png`, fullPage: true })
}

describe('describing a control', { timeout: 60_000 }, () => {
  beforeEach(() => start(['admin']))

  test('is offered to administrators and to nobody else', async () => {
    await page.getByRole('button', { name: 'Describe a control' }).waitFor()
    await context.close()
    await start(['rep'])
    await page.getByText('Nothing is waiting').waitFor()
    expect(await page.getByRole('button', { name: 'Describe a control' }).count()).toBe(0)
  })

  test.each(['light', 'dark'] as const)(
    'goes in five steps to a draft at the server (%s)',
    async (scheme) => {
      await context.close()
      await start(['admin'], scheme)
      await look('start', scheme)
      await press('Describe a control')
      await report({
        type: 'picker.ready',
        url: 'https://crm.example.com/deals/42',
        name: 'Dealroom',
        detect: [],
      })
      await page.getByText('Press the control on the page.').waitFor()
      await look('picking', scheme)
      await report({ type: 'control.picked', proposal: aProposal() })
      await report({ type: 'matches.counted', count: 1 })
      await page.getByText('It is found at 1 place').waitFor()
      expect((await asked()).at(-1)).toMatchObject({ type: 'matches.shown' })
      await look('control', scheme)
      await press('Continue')
      expect(await page.getByRole('button', { name: 'Continue' }).isDisabled()).toBe(true)
      await page.getByLabel('Workflow', { exact: true }).focus()
      await page.keyboard.type('Discounts')
      await look('purpose', scheme)
      await press('Continue')
      expect((await asked()).at(-1)).toEqual({ type: 'pick.started', what: 'field' })
      await report({ type: 'field.picked', field: aField('amount') })
      await report({ type: 'field.picked', field: aField('stage', { isSure: false, parse: { as: 'text' } }) })
      await page.getByText('found by its place only').waitFor()
      await look('fields', scheme)
      await report({ type: 'field.picked', field: aField('amount') })
      await page.getByText('on the list already').waitFor()
      await press('Continue')
      expect((await asked()).at(-1)).toMatchObject({
        type: 'use.watched',
        fields: [{ name: 'amount' }, { name: 'stage' }],
      })
      await look('watching', scheme)
      await report({ type: 'use.begun', trigger: { on: 'click' } })
      const learned = aLearned({ missing: ['stage'], extra: ['owner'] })
      await report({
        type: 'use.learned',
        trigger: { on: 'keys', keys: 'Mod+S' },
        learned,
        layer: 'page-world',
      })
      await page.getByText('It starts by Ctrl or ⌘+S.').waitFor()
      await look('use', scheme)
      await press('Continue')
      await look('review', scheme)
      await press('Save as a draft')
      await page.getByText('is saved as a draft').waitFor()
      await look('saved', scheme)
      const sent = await page.evaluate(() => window.worker.asked.find(({ type }) => type === 'pack.drafted'))
      expect(sent).toMatchObject({ draft: { revision: 0, bindings: { 'save-deal': 'deal-desk' } } })
    },
  )

  test('Back keeps what was said, and leaving ends the picker', async () => {
    await press('Describe a control')
    await report({ type: 'control.picked', proposal: aProposal() })
    await press('Continue')
    await page.getByLabel('Name', { exact: true }).fill('Send the offer')
    await press('Back')
    await press('Continue')
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Send the offer')
    await press('Back')
    await press('Leave')
    await page.getByText('Nothing is waiting').waitFor()
  })

  test('arrow keys in the panel move on the page, Escape stops', async () => {
    await press('Describe a control')
    await page.getByText('Press the control on the page.').waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    expect((await asked()).slice(-3).map((one) => ('step' in one ? one.step : one.type))).toEqual([
      'parent',
      'take',
      'pick.ended',
    ])
  })

  test('a page that may not be looked at is said, and trying again goes on', async () => {
    await page.evaluate(() => void (window.picker.isBlocked = true))
    await press('Describe a control')
    await page.getByText('may not look at this page').waitFor()
    await page.evaluate(() => void (window.picker.isBlocked = false))
    await press('Try again')
    await page.getByText('Press the control on the page.').waitFor()
    expect(await page.getByText('may not look at this page').count()).toBe(0)
  })

  test('what a page makes the picker say wrongly is not taken: a field of another frame', async () => {
    await press('Describe a control')
    await report({ type: 'control.picked', proposal: aProposal() })
    await press('Continue')
    await page.getByLabel('Workflow', { exact: true }).focus()
    await page.keyboard.type('Discounts')
    await press('Continue')
    await report({ type: 'field.picked', field: aField('amount') }, 7)
    await page.getByText('in another frame').waitFor()
  })
})
