import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { panelFrame } from '../support/extension.ts'
import { openOpportunity, saveByButton, saveByKeys, setAmount, waitForSaved } from '../support/tryton-page.ts'
import { badgeNamed } from './badges.ts'
import { openTryton, raiseStage, type Stage } from './stage.ts'

let stage: Stage
let page: Page

beforeAll(async () => {
  stage = await raiseStage()
})
afterAll(() => stage.strike())

/** Each test takes an opportunity of its own, below the starter policy's 50,000. */
let next = 1
let id = 0
beforeEach(async () => {
  id = next
  next += 1
  await stage.tryton.rpc('admin', 'model.sale.opportunity.write', [
    [id],
    { amount: { __class__: 'Decimal', decimal: '12000' } },
  ])
  page = await stage.chromium.context.newPage()
  await openTryton(page, stage.tryton, 'rep')
  await openOpportunity(page, stage.tryton, id)
  await badgeNamed(page, /save/i)
})
afterEach(() => page.close())

describe('an amount on the threshold of the starter policy', () => {
  test('J2 S050 S115 above it the Save button is held and the database keeps its amount', async () => {
    const writes = await stage.tryton.countWrites(id)
    await setAmount(page, '50001')
    await saveByButton(page)
    await panelFrame(page)
    expect((await stage.tryton.readOpportunity(id)).amount).toBe('12000')
    expect(await stage.tryton.countWrites(id)).toBe(writes)
  })

  test('J2 above it Ctrl+S, which skips the button, is held and the database keeps its amount', async () => {
    const writes = await stage.tryton.countWrites(id)
    await setAmount(page, '50001')
    await saveByKeys(page)
    await panelFrame(page)
    expect((await stage.tryton.readOpportunity(id)).amount).toBe('12000')
    expect(await stage.tryton.countWrites(id)).toBe(writes)
  })

  test('J2 above it a request that no control started is held by its body', async () => {
    const writes = await stage.tryton.countWrites(id)
    await sendWrite(page, id, '50001')
    await panelFrame(page)
    expect((await stage.tryton.readOpportunity(id)).amount).toBe('12000')
    expect(await stage.tryton.countWrites(id)).toBe(writes)
  })

  test('J2 S247 at it the Save button saves once, with no panel and one native click', async () => {
    const writes = await stage.tryton.countWrites(id)
    await page.evaluate(() => {
      const seen: boolean[] = []
      Object.assign(globalThis, { seenClicks: seen })
      document.addEventListener('click', (event) => seen.push(event.isTrusted), true)
    })
    await setAmount(page, '50000')
    await page.evaluate('seenClicks.length = 0')
    await saveByButton(page)
    await waitForSaved(page)
    expect((await stage.tryton.readOpportunity(id)).amount).toBe('50000')
    expect(await stage.tryton.countWrites(id)).toBe(writes + 1)
    expect(await page.evaluate('seenClicks')).toEqual([true])
    expect(page.frames().filter((frame) => frame.url().includes('/panel.html#hold='))).toEqual([])
  })

  test('J2 below it Ctrl+S saves once, with no panel', async () => {
    const writes = await stage.tryton.countWrites(id)
    await setAmount(page, '49999')
    await saveByKeys(page)
    await waitForSaved(page)
    expect((await stage.tryton.readOpportunity(id)).amount).toBe('49999')
    expect(await stage.tryton.countWrites(id)).toBe(writes + 1)
    expect(page.frames().filter((frame) => frame.url().includes('/panel.html#hold='))).toEqual([])
  })
})

/** The page's own script, with the page's own session, as an assistant inside the CRM would send it. */
async function sendWrite(target: Page, record: number, amount: string): Promise<void> {
  await target.evaluate(
    ([ids, decimal]) => {
      const { Sao } = globalThis as unknown as {
        Sao: { rpc(call: unknown, session: unknown): unknown; Session: { current_session: unknown } }
      }
      Sao.rpc(
        {
          method: 'model.sale.opportunity.write',
          params: [ids, { amount: { __class__: 'Decimal', decimal } }, {}],
        },
        Sao.Session.current_session,
      )
    },
    [[record], amount] as const,
  )
}
