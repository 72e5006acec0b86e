import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violationsOf } from '../components/check-axe.ts'
import { anEvent } from '../server/events.ts'
import { picture, startConsole } from './console.ts'
import type { Console } from './console.ts'

let console_: Console
beforeAll(async () => {
  console_ = await startConsole()
})
afterAll(() => console_?.stop())

const held = {
  action: {
    ...{ trigger: 'click', actor: 'person', recipients: [], content: [], volume: null, unreadable: [] },
    fields: [{ name: 'amount', label: 'Amount', before: 42_000, after: 90_000, beforeKnown: true }],
  },
  decision: {
    effect: 'hold',
    reasons: [
      {
        code: 'ABOVE_AMOUNT',
        rule: 'amount-above-threshold',
        params: { field: 'Amount', value: 90_000, limit: 50_000 },
      },
    ],
    ...{ tips: [], observed: [], obligations: [{ kind: 'approval', rule: 'amount-above-threshold' }] },
  },
  explanation: null,
}

describe('escalations', () => {
  test('S230 what a rep hands over shows where approvers look, is answered, and leaves the list', async () => {
    const { id: device, send } = await console_.device()
    const subject = { ...anEvent(device, 1).subject, hold: randomUUID() }
    const detail = { reason: 'URGENT', text: 'The customer signs at noon.', to: ['deal-desk', 'RevOps'] }
    await send('/v1/events', {
      events: [
        anEvent(device, 1, { type: 'action.held', subject, detail: held }),
        anEvent(device, 2, { type: 'hold.escalated', subject, detail }),
      ],
    })
    const page = await console_.open('approver', '/approvals')
    await page.getByRole('link', { name: '1 hold was handed to you' }).first().click()
    await page.getByText('It is urgent for the customer').waitFor()
    await page.getByText('The customer signs at noon.').waitFor()
    expect(await page.getByText('90,000').first().isVisible()).toBe(true)
    expect(await violationsOf(page)).toEqual([])
    await picture(page, 'escalations')
    await page.getByRole('button', { name: 'Answer Riley Rep' }).click()
    await page.getByLabel('What should they do?').fill('Ask for the approval, I am there.')
    await picture(page, 'escalation-answer')
    await page.getByRole('button', { name: 'Send the answer' }).click()
    await page.getByText('Nothing waits for your answer').waitFor()
    await page.getByRole('tab', { name: 'All' }).click()
    await page.getByText('Ask for the approval, I am there.').waitFor()
    await page.context().close()

    const rep = await console_.open('rep', '/escalations')
    await rep.getByText('Ask for the approval, I am there.').waitFor()
    await rep.context().close()
  })
})
