import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { panelFrame } from '../support/extension.ts'
import { login, openList, openRecord } from '../support/tryton-page.ts'
import { expected, type Place, placeLocator, type Step, takeSteps } from '../support/tryton-places.ts'
import { askForApproval, decide, openRequest, runItNow, shownDigest } from './approval-steps.ts'
import { badgesAt } from './badges.ts'
import { raiseStage, type Stage } from './stage.ts'

let stage: Stage
let approver: Page
let page: Page

beforeAll(async () => {
  stage = await raiseStage()
  approver = await stage.console('approver')
  // Tryton's administrator may do all of it; what Countersign asks for is about the rep who is enrolled.
  await login(await stage.chromium.context.newPage(), stage.tryton, 'admin')
})
afterAll(() => stage?.strike())
beforeEach(async () => {
  page = await stage.chromium.context.newPage()
})
afterEach(() => page.close())

/** What Tryton keeps of the record a place is about; an export changes none, so there it is the calls that count. */
const kept: Readonly<Record<string, readonly [model: string, id: number, fields: readonly string[]]>> = {
  'opportunity-save-close-date': ['sale.opportunity', 2, ['end_date']],
  'opportunity-save-in-tab-menu': ['sale.opportunity', 1, ['amount']],
  'opportunity-close-save': ['sale.opportunity', 2, ['amount']],
  'opportunity-leave-save': ['sale.opportunity', 2, ['amount']],
  'marketing-send': ['marketing.email.message', 1, ['state']],
  'scenario-run': ['marketing.automation.scenario', 1, ['state']],
  'sale-line-discount-save': ['sale.line', 1, ['unit_price']],
  'user-save': ['res.user', 2, ['groups']],
  'group-save': ['res.group', 16, ['users']],
}

/** The same steps with an amount above the starter policy's 50,000, where the inventory types one below. */
function beyond(steps: readonly Step[]): readonly Step[] {
  return steps.map((step) =>
    'number' in step && step.number === 'amount' ? { ...step, type: '60001' } : step,
  )
}

function place(id: string): Place {
  const found = expected.places.find((one) => one.id === id)
  if (found === undefined) throw new Error(`The inventory has no place ${id}`)
  return found
}

/** Goes there, presses the control, and returns the methods that the page sent from then on. */
async function press({ hash, steps, control }: Place): Promise<readonly string[]> {
  const [, model = '', id] = hash.split('/')
  await (id === undefined
    ? openList(page, stage.tryton, model)
    : openRecord(page, stage.tryton, model, Number(id)))
  await takeSteps(page, beyond(steps))
  const at = placeLocator(page, control)
  await expect.poll(async () => (await badgesAt(page, at)).length).toBe(1)
  const methods: string[] = []
  page.on('request', (request) => {
    const sent = /"method":"([^"]+)"/.exec(request.postData() ?? '')?.[1]
    if (sent !== undefined) methods.push(sent)
  })
  await at.click()
  return methods
}

const changing = /\.(write|create|delete|send|run|export_data|export_data_domain)$/

describe('every control of the inventory that needs an approval', () => {
  test.each([...Object.keys(kept), 'export-selected', 'export-listed'])(
    'J2 %s is held by its own control, and nothing reaches Tryton',
    async (id) => {
      const read = async () => {
        const [model, record, fields] = kept[id] ?? []
        return model === undefined ? null : stage.tryton.read(model, record!, fields!)
      }
      const before = await read()
      const methods = await press(place(id))
      const panel = await panelFrame(page)
      await panel.getByRole('button', { name: 'Ask for approval' }).waitFor()
      expect(await read()).toEqual(before)
      expect(methods.filter((method) => changing.test(method))).toEqual([])
    },
  )
})

describe('what was approved runs, whatever control it was', () => {
  async function approve(id: string): Promise<void> {
    await press(place(id))
    const panel = await panelFrame(page)
    await askForApproval(panel, `Agreed with the customer: ${id}.`)
    await openRequest(approver, stage.server.url, await shownDigest(panel.locator('body')))
    await decide(approver, 'Approve')
    await panel.getByRole('button', { name: 'Run it now' }).waitFor()
  }

  test('J3 S083 an export leaves once it is approved, with the rows that were listed', async () => {
    await approve('export-listed')
    const download = page.waitForEvent('download')
    await runItNow(await panelFrame(page))
    const text = await readFile(await (await download).path(), 'utf8')
    expect(text.split('\n').length).toBeGreaterThan(5)
  })

  test('J3 S116 a marketing message is sent once it is approved', async () => {
    await approve('marketing-send')
    // What goes out is in what was approved, though the request that sends it names only a number.
    const shown = approver.locator('main')
    await shown.getByText('Hello from Northwind Instruments').first().waitFor()
    await shown.getByText('Customers').first().waitFor()
    await runItNow(await panelFrame(page))
    const state = async () => (await stage.tryton.read('marketing.email.message', 1, ['state']))['state']
    await expect.poll(state).not.toBe('draft')
  })

  test('J3 S097 a user has the new group once it is approved', async () => {
    await approve('user-save')
    const groups = async () => (await stage.tryton.read('res.user', 2, ['groups']))['groups'] as number[]
    expect(await groups()).not.toContain(16)
    await runItNow(await panelFrame(page))
    await expect.poll(groups).toContain(16)
  })
})
