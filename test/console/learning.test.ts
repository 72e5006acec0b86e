import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violationsOf } from '../components/check-axe.ts'
import { anEvent } from '../server/events.ts'
import { startConsole } from './console.ts'
import type { Console } from './console.ts'
import { looksAsBefore } from '../support/baseline.ts'

let console_: Console
beforeAll(async () => {
  console_ = await startConsole()
})
afterAll(() => console_?.stop())

describe('what people say', () => {
  test('an empty period says so, and is not for reps', async () => {
    const page = await console_.open('admin', '/policy/learning')
    await page.getByText('No rule was answered to').waitFor()
    await page.context().close()
    const rep = await console_.open('rep', '/policy/learning')
    await rep.getByRole('heading', { name: /not (found|here)|nothing here/i }).waitFor()
    await rep.context().close()
  })

  test.each(['light', 'dark'] as const)(
    'F23 an administrator reads reasons and proposed edits, and goes on to the draft, in %s',
    async (scheme) => {
      const device = await console_.device()
      const rule = 'deviation-reason'
      const given = (code: string, text = '') => ({ rule, code, text, explanation: null })
      const details = [
        ...Array.from({ length: 6 }, () => given('customer-told-us')),
        ...['Signed already', 'Merged account', 'A renewal'].map((text) => given('other', text)),
      ]
      const events = details.map((detail, index) =>
        anEvent(device.id, index + 1, { type: 'override.given', at: new Date().toISOString(), detail }),
      )
      await device.send('/v1/events', { events })
      const page = await console_.open('admin', '/policy/learning', { scheme })
      const card = page.locator('.learning .ui-card')
      await card.getByText(/^6 of \d+ give the reason|^12 of \d+ give the reason/).waitFor()
      expect(await card.innerText()).toContain('found no reason in the list')
      expect(await card.innerText()).toContain('Merged account')
      expect(await violationsOf(page)).toEqual([])
      if (scheme === 'light') await looksAsBefore(page, 'learning')
      await page.getByRole('link', { name: 'Change the rule in the draft' }).click()
      await page.getByRole('button', { name: 'New rule' }).waitFor()
      await page.context().close()
    },
  )
})
