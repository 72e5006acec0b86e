import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { effectOf } from '../../../policy/effect.ts'
import type { Escalation } from '../../../protocol/escalation.ts'
import { startHarness } from '../browser.ts'
import { violationsOf } from '../check-axe.ts'
import { decisionWith, hold, mailAction, states, viewOf } from '../hold-views.ts'
import { openPanel } from '../open-panel.ts'
import type { OpenedPanel } from '../open-panel.ts'

let browser: Browser
let stop: () => Promise<void>
beforeAll(async () => {
  ;({ browser, stop } = await startHarness())
}, 120_000)
afterAll(() => stop?.())

async function withPanel(name: keyof typeof states, work: (panel: OpenedPanel) => Promise<void>) {
  const panel = await openPanel(browser, await states[name]())
  try {
    await work(panel)
  } finally {
    await panel.close()
  }
}

const tick = (panel: OpenedPanel) =>
  panel.page.getByRole('checkbox', { name: 'I have read this and it is right' })
const kinds = async (panel: OpenedPanel) => (await panel.asked()).map((message) => message.type)

describe('opening the panel', { timeout: 30_000 }, () => {
  test('F10 takes the focus into a dialog named after the surface, and Escape closes it', () =>
    withPanel('inspecting allowed', async (panel) => {
      expect(await panel.page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('dialog')
      await panel.page.getByRole('dialog', { name: 'Save opportunity' }).waitFor()
      await panel.page.keyboard.press('Escape')
      expect((await panel.asked()).at(-1)).toEqual({ type: 'panel.closed', hold })
    }))

  test('F10 F12 lists drivers with direction and weight, the age of the data, stale in words, and the confidence band', () =>
    withPanel('inspecting allowed', async (panel) => {
      const text = await panel.page.locator('.panel-content').innerText()
      for (const words of [
        'Two more stakeholders answered',
        'raises, 42%',
        'lowers, 31%',
        'Stale:',
        '4 days old',
        'Medium',
        'Call notes of 12 January',
      ])
        expect(text).toContain(words)
    }))

  test('F10 says plainly that no explanation is available', () =>
    withPanel('approval to be asked', async (panel) => {
      await panel.page.getByText('no AI has sent an explanation for this record').waitFor()
    }))

  test('F11 shows the rule, its owner, the matched words and the approved wording', () =>
    withPanel('banned words', async (panel) => {
      const reason = panel.page.locator('.reason').first()
      const text = await reason.innerText()
      for (const words of [
        'Claims we never make',
        'Legal',
        'guaranteed ROI',
        'customers report a positive return',
        'We never promise returns',
      ])
        expect(text).toContain(words)
      await reason.getByRole('button', { name: /^Copy/ }).waitFor()
    }))

  test('a worker that went away is met again: the panel says so, greets anew and keeps what was typed', () =>
    withPanel('approval to be asked', async (panel) => {
      await panel.page.getByLabel('Why is this right?').fill('Signed today')
      await panel.page.evaluate(() => window.harness.drop())
      await panel.pass(300)
      expect(await panel.page.evaluate(() => window.harness.connections)).toBe(2)
      expect((await panel.asked()).at(-1)).toEqual({ type: 'hold.opened', hold })
      await panel.show(await states['approval to be asked']())
      expect(await panel.page.getByLabel('Why is this right?').inputValue()).toBe('Signed today')
    }))
})

describe('a required review', { timeout: 30_000 }, () => {
  test('F19 F20 is completed by one tick that tells how long and how far it was read', () =>
    withPanel('review to be done', async (panel) => {
      await panel.pass(4000)
      await tick(panel).click()
      const last = (await panel.asked()).at(-1)
      expect(last).toMatchObject({ type: 'review.completed', hold, rule: 'read-mail', scrolledToEnd: false })
      expect(last?.type === 'review.completed' && last.tickedAfterMs).toBeGreaterThanOrEqual(4000)
    }))

  test('F20 tells that the end was reached', () =>
    withPanel('review to be done', async (panel) => {
      await panel.page
        .getByRole('region', { name: 'What goes out' })
        .evaluate((box) => box.scrollTo(0, box.scrollHeight))
      await panel.page.waitForFunction(() => {
        const box = document.querySelector('.content-box')
        return box !== null && box.scrollTop + box.clientHeight >= box.scrollHeight - 1
      })
      await tick(panel).click()
      expect((await panel.asked()).at(-1)).toMatchObject({ type: 'review.completed', scrolledToEnd: true })
    }))

  test('F19 an edit clears the tick and begins the reading anew', () =>
    withPanel('review done', async (panel) => {
      expect(await tick(panel).isChecked()).toBe(true)
      const edited = { ...mailAction, content: [{ name: 'Body', text: 'Another text' }] }
      await panel.show(
        await viewOf({
          action: edited,
          surfaceName: 'Send e-mail',
          decision: decisionWith({
            tier: 2,
            obligations: [{ kind: 'review', rule: 'read-mail', floorSeconds: 5 }],
            reasons: [],
          }),
          fulfilled: [{ kind: 'review', rule: 'read-mail', effect: effectOf(mailAction) }],
        }),
      )
      expect(await tick(panel).isChecked()).toBe(false)
      await panel.pass(700)
      await tick(panel).click()
      const last = (await panel.asked()).at(-1)
      expect(last?.type === 'review.completed' && last.tickedAfterMs).toBeLessThan(2000)
    }))

  test('taking the tick away tells so', () =>
    withPanel('review done', async (panel) => {
      await tick(panel).click()
      expect((await panel.asked()).at(-1)).toEqual({ type: 'review.cleared', hold, rule: 'read-mail' })
    }))

  test('F19 is done with the keyboard alone', () =>
    withPanel('review to be done', async (panel) => {
      for (let step = 0; step < 30; step += 1) {
        await panel.page.keyboard.press('Tab')
        if (await tick(panel).evaluate((box) => box === document.activeElement)) break
      }
      await panel.page.keyboard.press('Space')
      expect(await kinds(panel)).toContain('review.completed')
    }))
})

describe('an override reason', { timeout: 30_000 }, () => {
  const reason = (panel: OpenedPanel, name: string) => panel.page.getByRole('radio', { name })
  const give = (panel: OpenedPanel) => panel.page.getByRole('button', { name: 'Give this reason' })

  const midnight = new Date().setHours(24, 0, 0, 0)
  const offers = {
    may: {
      ok: true,
      scopes: ['record', 'workflow'],
      until: { session: midnight, day: midnight },
      matter: {
        ...{ site: 'tryton', account: '127.0.0.1:8000/crm', operation: 'opportunity.save' },
        ...{ workflow: 'opportunity-changes', record: { type: 'sale.opportunity', ids: ['12'] } },
        ...{ fields: [{ name: 'amount', label: 'Amount' }], terms: [] },
      },
    },
    never: { ok: false, reason: 'ALWAYS_APPROVAL' },
  } as const
  const offering = async (offer: (typeof offers)[keyof typeof offers]) =>
    openPanel(browser, { ...(await states['reason to be given']()), memories: { deviation: offer } })

  test('F21 says exactly for what and until when before it is asked no more, and sends that', async () => {
    const panel = await offering(offers.may)
    try {
      const { page } = panel
      await reason(panel, 'The customer asked for it').click()
      await page.getByRole('checkbox', { name: 'Don’t ask me this again' }).check()
      const words = page.locator('.remember-words')
      expect(await words.innerText()).toContain(
        'about Amount, on record 12 (sale.opportunity), until this browser is closed',
      )
      await page.getByRole('radio', { name: 'For every record in “Opportunity changes”' }).check()
      await page.getByRole('radio', { name: /also after the browser was closed/ }).check()
      expect(await words.innerText()).toContain('on any record in “Opportunity changes”, until')
      await panel.pass(700)
      await give(panel).click()
      expect((await panel.asked()).at(-1)).toMatchObject({
        ...{ type: 'override.given', code: 'customer-asked' },
        remember: { scope: 'workflow', ends: 'day' },
      })
      // What looks for violations waits by the clock of the page.
      await panel.resume()
      expect(await violationsOf(page)).toEqual([])
    } finally {
      await panel.close()
    }
  })

  test('F21 offers nothing for an always-approval category, and says why', async () => {
    const panel = await offering(offers.never)
    try {
      await reason(panel, 'The customer asked for it').click()
      await panel.page.getByText('actions of this kind always need a person’s decision').waitFor()
      expect(await panel.page.getByRole('checkbox', { name: 'Don’t ask me this again' }).count()).toBe(0)
    } finally {
      await panel.close()
    }
  })

  test('F16 sends the code, not the label', () =>
    withPanel('reason to be given', async (panel) => {
      await reason(panel, 'The customer asked for it').click()
      await give(panel).click()
      expect((await panel.asked()).at(-1)).toEqual({
        type: 'override.given',
        hold,
        rule: 'deviation',
        code: 'customer-asked',
        text: '',
      })
    }))

  test('F16 "other" needs words of its own', () =>
    withPanel('reason to be given', async (panel) => {
      await reason(panel, 'Other').click()
      await panel.pass(700)
      await give(panel).click()
      expect(await kinds(panel)).not.toContain('override.given')
      await panel.page.getByText('This reason needs a few words.').waitFor()
      await panel.page.getByLabel('In your words').fill('  Board decision  ')
      await panel.pass(700)
      await give(panel).click()
      expect((await panel.asked()).at(-1)).toMatchObject({ code: 'other', text: 'Board decision' })
    }))

  test('without a choice nothing is sent and the gap is named', () =>
    withPanel('reason to be given', async (panel) => {
      await give(panel).click()
      expect(await kinds(panel)).not.toContain('override.given')
      await panel.page.getByText('Pick the reason that fits best.').waitFor()
    }))

  test('F17 a wrong detection is reported apart from it and lifts nothing', () =>
    withPanel('banned words', async (panel) => {
      await panel.page.getByRole('button', { name: 'Wrong detection?' }).click()
      await panel.page.getByLabel('What is wrong about it?').fill('It is a quote')
      await panel.page.getByRole('button', { name: 'Report wrong detection' }).click()
      expect((await panel.asked()).at(-1)).toEqual({
        type: 'detection.disputed',
        hold,
        rule: 'claims',
        text: 'It is a quote',
      })
      await panel.page.getByText('The hold stays.').waitFor()
      expect(await tick(panel).isChecked()).toBe(false)
    }))

  test('F18 each rule is met on its own: what is met stays met, the rest stays open', () =>
    withPanel('three rules at once', async (panel) => {
      await panel.page.getByText('1 of 4 met').waitFor()
      expect(await panel.page.locator('.task[data-done]').count()).toBe(1)
      expect(await tick(panel).isChecked()).toBe(false)
    }))
})

describe('an approval request', { timeout: 30_000 }, () => {
  const send = (panel: OpenedPanel) => panel.page.getByRole('button', { name: 'Ask for approval' })

  test('F31 is not sent without a rationale or without a rollback plan', () =>
    withPanel('approval to be asked', async (panel) => {
      await panel.page.getByLabel('If it turns out wrong').fill(' ')
      await panel.pass(700)
      await send(panel).click()
      expect(await kinds(panel)).not.toContain('approval.requested')
      await panel.page.getByText('Nobody can approve without it.').waitFor()
      await panel.page.getByText('Say how it is undone').waitFor()
    }))

  test('F31 F45 is written with the keyboard alone, beside the diff and its fingerprint', () =>
    withPanel('approval to be asked', async (panel) => {
      const view = await states['approval to be asked']()
      expect(await panel.page.locator('.request [data-digest]').getAttribute('data-digest')).toBe(view.digest)
      expect(await panel.page.locator('.request .ui-diff').innerText()).toContain('up by 25,000')
      const rationale = panel.page.getByLabel('Why is this right?')
      for (let step = 0; step < 40; step += 1) {
        await panel.page.keyboard.press('Tab')
        if (await rationale.evaluate((field) => field === document.activeElement)) break
      }
      await panel.page.keyboard.type('The customer signed')
      for (let step = 0; step < 10; step += 1) {
        await panel.page.keyboard.press('Tab')
        if (await send(panel).evaluate((button) => button === document.activeElement)) break
      }
      await panel.pass(700)
      await panel.page.keyboard.press('Enter')
      expect((await panel.asked()).at(-1)).toEqual({
        type: 'approval.requested',
        hold,
        rationale: 'The customer signed',
        rollbackPlan:
          'Set Amount back to 40,000.\nSet Comment back to empty.\nSet Close date back to its value before this change (see the record’s history).',
        decideWithinMinutes: 120,
        ticket: '',
      })
    }))

  test('F31 offers no longer timebox than the policy allows', () =>
    withPanel('approval to be asked', async (panel) => {
      expect(await panel.page.getByLabel('Decide within').locator('option').allInnerTexts()).toEqual([
        '30 minutes',
        '2 hours',
      ])
    }))

  test('F43 while it waits it shows who is asked, the time left and a way to withdraw', () =>
    withPanel('approval pending', async (panel) => {
      const text = await panel.page.locator('.request-status').innerText()
      expect(text).toContain('Waiting for approval')
      expect(text).toMatch(/1 h 4\d min left|1 h 50 min left/)
      expect(text).toContain('approved by Avery Approver')
      await panel.page.getByRole('button', { name: 'Withdraw the request' }).click()
      expect((await panel.asked()).at(-1)).toEqual({ type: 'approval.withdrawn', hold })
    }))

  test('approved, it is run by one press', () =>
    withPanel('approval approved', async (panel) => {
      await panel.page.getByRole('button', { name: 'Run it now' }).click()
      expect((await panel.asked()).at(-1)).toEqual({ type: 'hold.resumed', hold })
    }))

  test('denied, it shows the note and lets the rep ask again', () =>
    withPanel('approval denied', async (panel) => {
      await panel.page.getByText('Please split it into two phases first.').waitFor()
      expect(await panel.page.getByRole('button', { name: 'Run it now' }).count()).toBe(0)
      await panel.page.getByRole('button', { name: 'Ask again' }).click()
      await send(panel).waitFor()
    }))

  test('F33 an approval of an older version does not cover this one', () =>
    withPanel('approval for an older version', async (panel) => {
      await panel.page.getByText('What would run is not what was approved.').waitFor()
      await panel.page.getByText('The action was changed after the request').waitFor()
      expect(await panel.page.getByRole('button', { name: 'Run it now' }).count()).toBe(0)
    }))

  test('offline, it says so in a sentence and cannot be sent', () =>
    withPanel('offline', async (panel) => {
      await panel.page.getByText('The server cannot be reached. This stays held').waitFor()
      expect(await send(panel).isDisabled()).toBe(true)
    }))
})

describe('the end of a hold', { timeout: 30_000 }, () => {
  test('a change of state is announced', () =>
    withPanel('running', async (panel) => {
      await panel.show(await states['done']())
      await panel.page.locator('.panel > [role=status]', { hasText: 'Done.' }).waitFor({ state: 'attached' })
    }))

  test('giving it up tells so', () =>
    withPanel('approval to be asked', async (panel) => {
      await panel.page.getByRole('button', { name: 'Do not run it' }).click()
      expect((await panel.asked()).at(-1)).toEqual({ type: 'hold.cancelled', hold })
    }))

  test('a hold that is gone says so and asks for nothing', () =>
    withPanel('review to be done', async (panel) => {
      await panel.tell({ type: 'hold.gone', hold })
      await panel.page.getByText('This is no longer held').waitFor()
      expect(await tick(panel).count()).toBe(0)
    }))
})

describe('good news', { timeout: 30_000 }, () => {
  test('leaves by itself after a while, bad news stays', async () => {
    for (const [state, leaves] of [
      ['done', true],
      ['failed', false],
    ] as const) {
      const panel = await openPanel(browser, await viewOf({ state }))
      await panel.pass(3000)
      expect(await kinds(panel)).not.toContain('panel.closed')
      await panel.pass(9000)
      expect((await kinds(panel)).includes('panel.closed')).toBe(leaves)
      await panel.close()
    }
  })
})

describe('escalating', { timeout: 30_000 }, () => {
  test('S230 two presses hand a hold to a human with a reason, and the panel then says who has it', () =>
    withPanel('approval to be asked', async (panel) => {
      await panel.page.getByRole('button', { name: 'Escalate' }).click()
      await panel.page.getByRole('button', { name: 'I am not sure what is right here' }).click()
      expect((await panel.asked()).at(-1)).toEqual({
        ...{ type: 'hold.escalated', hold, reason: 'UNSURE', text: '' },
      })
      await panel.show({ ...(await states['approval to be asked']()), escalation: handedOver })
      await panel.page.getByText('to deal-desk, RevOps').waitFor()
      expect(await panel.page.getByRole('button', { name: 'Escalate' }).count()).toBe(0)
      const answer = { note: 'Ask for the approval.', by: 'Avery Approver', at: handedOver.at }
      await panel.show({
        ...(await states['approval to be asked']()),
        escalation: { ...handedOver, answer },
      })
      await panel.page.getByText('Avery Approver answered').waitFor()
      await panel.page.getByText('Ask for the approval.').waitFor()
    }))

  test('another reason needs words, and what was written goes with any reason', () =>
    withPanel('approval to be asked', async (panel) => {
      await panel.page.getByRole('button', { name: 'Escalate' }).click()
      const other = panel.page.getByRole('button', { name: 'Another reason' })
      expect(await other.isDisabled()).toBe(true)
      await panel.page.getByLabel('What should they know?').fill('The customer is in the hospital.')
      await other.click()
      expect((await panel.asked()).at(-1)).toEqual({
        ...{ type: 'hold.escalated', hold, reason: 'OTHER', text: 'The customer is in the hospital.' },
      })
    }))

  test('a refused action can be escalated too', () =>
    withPanel('refused', async (panel) => {
      await panel.page.getByRole('button', { name: 'Escalate' }).waitFor()
    }))
})

const handedOver = {
  ...{ id: 'e1', text: '', to: ['deal-desk', 'RevOps'], answer: null },
  reason: 'UNSURE' as const,
  at: new Date().toISOString(),
} satisfies Escalation
