import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violationsOf } from '../components/check-axe.ts'
import { startConsole } from './console.ts'
import type { Console } from './console.ts'
import { looksAsBefore } from '../support/baseline.ts'

let console_: Console
beforeAll(async () => {
  console_ = await startConsole()
})
afterAll(() => console_?.stop())

/** Counts what a person does: every press and every field that is filled is one interaction. */
function counted(page: Page) {
  let count = 0
  return {
    press: async (name: string | RegExp, role: 'button' | 'checkbox' | 'tab' = 'button') => {
      count += 1
      await page.getByRole(role, { name }).click()
    },
    fill: async (label: string | RegExp, text: string) => {
      count += 1
      await page.getByLabel(label).fill(text)
    },
    choose: async (label: string | RegExp, option: string) => {
      count += 1
      await page.getByLabel(label).selectOption({ label: option })
    },
    count: () => count,
  }
}

describe('rule builder', () => {
  test('F70 "send volume over 200 needs approval by sales-leaders" is built and published without JSON in at most 25 interactions', async () => {
    const page = await console_.open('admin', '/policy')
    const person = counted(page)
    await person.press('Change rules', 'tab')
    await person.press('New rule')
    await person.press(/^Volume cap/)
    await person.choose('What is counted', 'recipients')
    await person.fill(/Most at once/, '200')
    await person.fill(/Who approves/, 'sales-leaders')
    const readBack = page.getByRole('status', { name: 'How the rule reads' })
    await readBack.getByText('At most 200 at once.').waitFor()
    await readBack.getByText('Signed by sales-leaders.').waitFor()
    await looksAsBefore(page, 'rule-builder')
    await person.press('Add to the draft')
    await page.getByText('“Volume cap” is in the draft').waitFor()
    await person.press('Publish …')
    await person.fill('Why this change', 'Large sends are looked at')
    await person.press(/^Publish$/)
    await page.getByText(/is published/).waitFor()
    expect(person.count()).toBeLessThanOrEqual(25)

    const published = await page.evaluate(async () => (await fetch('/v1/policy')).json() as Promise<any>)
    const rule = published.policy.rules.find((one: { id: string }) => one.id === 'volume-cap')
    expect(rule).toMatchObject({
      mode: 'enforce',
      guardrail: {
        kind: 'volume-cap',
        settings: { unit: 'recipients', perAction: 200, beyond: 'approval', approvers: ['sales-leaders'] },
      },
    })
    await page.context().close()
  })

  test('what is wrong is said at its field, and nothing is added', async () => {
    const page = await console_.open('admin', '/policy/build')
    const person = counted(page)
    await person.press('New rule')
    await person.press(/^Discount range/)
    await person.fill(/^Field with the discount/, 'discount')
    await person.fill(/^Pre-approved up to/, 'ten')
    await person.fill(/^With approval up to/, '130')
    await person.press('Add to the draft')
    expect(await page.getByText('Enter a number from 0 to 100.').count()).toBe(2)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true')
    await person.fill(/^Pre-approved up to/, '10')
    await person.fill(/^With approval up to/, '30')
    await person.press('Add to the draft')
    await page.getByText('is in the draft').waitFor()
    await page.context().close()
  })

  test('a rule is changed and removed in the draft, and the last step is undone', async () => {
    const page = await console_.open('admin', '/policy/build')
    const rules = page.locator('.draft-rules .rule')
    await rules.first().waitFor()
    const before = await rules.count()
    const first = (await rules.first().getByRole('heading').innerText()).trim()
    await page.getByRole('button', { name: `Change “${first}”` }).click()
    await page.getByLabel('What it does').selectOption({ label: 'Watch' })
    await page.getByRole('button', { name: 'Only under a condition' }).click()
    await page.getByLabel('With what').fill('20')
    await page.getByRole('button', { name: 'Change in the draft' }).click()
    await rules.first().getByText('Only when the number of recipients is above 20').waitFor()
    await rules.first().getByText('Watch', { exact: true }).waitFor()
    await page.getByRole('button', { name: `Remove “${first}”` }).click()
    await expect.poll(() => rules.count()).toBe(before - 1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => rules.count()).toBe(before)
    await page.context().close()
  })

  test.each(['light', 'dark'] as const)('F94 axe finds nothing in the builder in %s', async (scheme) => {
    const page = await console_.open('admin', '/policy/build')
    await page.emulateMedia({ colorScheme: scheme })
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'New rule' }).click()
    expect(await violationsOf(page)).toEqual([])
    await page.getByRole('button', { name: /^Time window/ }).click()
    expect(await violationsOf(page)).toEqual([])
    await page.context().close()
  })
})
