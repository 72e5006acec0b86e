import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startConsole } from './console.ts'
import type { Console } from './console.ts'

let console_: Console
beforeAll(async () => {
  console_ = await startConsole()
})
afterAll(() => console_?.stop())

const text = (page: Page) => page.getByRole('textbox', { name: 'Policy as JSON' })
const publish = (page: Page) => page.getByRole('button', { name: 'Publish …' })

describe('policy page', () => {
  test('every rule is told in plain words, with its mode and its scope', async () => {
    const page = await console_.open('approver', '/policy')
    await page.getByText('More than 50,000 in “amount” needs an approval. Signed by deal-desk.').waitFor()
    await page.getByText('Applies to Opportunity updates. Owner: RevOps.').first().waitFor()
    expect(await page.getByRole('heading', { name: /^Only watches/ }).count()).toBe(1)
    expect(await page.getByRole('tab', { name: 'Edit' }).count()).toBe(0)
    await page.context().close()
  })

  test('a mistake in the JSON and one in the policy are each told with their line', async () => {
    const page = await console_.open('admin', '/policy/edit')
    await write(page, '"format": 1,', '"format": 1')
    await page.getByText('A comma or the closing bracket is missing before this.').waitFor()
    await page.getByRole('button', { name: 'Line 3', exact: true }).waitFor()
    await write(page, '"format": 1', '"format": 1,')
    await write(page, '"tier": 2', '"tier": 7')
    const lines = (await text(page).inputValue()).split('\n')
    const line = lines.findIndex((each) => each.includes('"tier": 7')) + 1
    const finding = page.locator('.finding-error').getByRole('button', { name: `Line ${line}`, exact: true })
    await finding.waitFor()
    expect(await publish(page).isDisabled()).toBe(true)
    await finding.click()
    const selected = await text(page).evaluate((area: HTMLTextAreaElement) =>
      area.value.slice(area.selectionStart, area.selectionEnd),
    )
    expect(selected).toContain('"tier": 7')
    await page.context().close()
  })

  test('text that is not published survives a reload, and discarding asks first', async () => {
    const page = await console_.open('admin', '/policy/edit')
    await text(page).waitFor()
    const whole = await text(page).inputValue()
    await write(page, '"freshnessLimitHours": 24', '"freshnessLimitHours": 36')
    await page.reload()
    await text(page).waitFor()
    expect(await text(page).inputValue()).toContain('"freshnessLimitHours": 36')
    await page.getByRole('button', { name: 'Discard changes' }).click()
    await page.getByRole('button', { name: 'Keep editing' }).click()
    expect(await text(page).inputValue()).toContain('"freshnessLimitHours": 36')
    await page.getByRole('button', { name: 'Discard changes' }).click()
    await page.locator('dialog[open]').getByRole('button', { name: 'Discard changes' }).click()
    expect(await text(page).inputValue()).toBe(whole)
    await page.context().close()
  })

  test('publishing shows what changes, and a second person who edited meanwhile loses nothing', async () => {
    const first = await console_.open('admin', '/policy/edit')
    const second = await console_.open('admin', '/policy/edit')
    await change(first, '"freshnessLimitHours": 24', '"freshnessLimitHours": 48')
    await change(second, '"limit": 50000', '"limit": 40000')

    await publish(first).click()
    const dialog = first.locator('dialog[open]')
    await dialog.getByText('hours until data counts as stale').waitFor()
    expect(await dialog.locator('ins').allInnerTexts()).toEqual(['48'])
    await dialog.getByLabel('Why this change').fill('Vendors send data every two days')
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
    await first.getByText('Version 2 is in force').waitFor()

    await second.getByText('Version 2 was published while you were editing').waitFor()
    expect(await text(second).inputValue()).toContain('"limit": 40000')
    expect(await publish(second).isDisabled()).toBe(true)
    await second.getByText('What changed from version 1 to version 2').click()
    await second.locator('ins').filter({ hasText: '48' }).waitFor()
    await second.getByRole('button', { name: 'Go on from version 2 with my text' }).click()
    await publish(second).click()
    // Their change would be taken back, and that is said.
    await expect.poll(() => second.locator('dialog[open] ins').allInnerTexts()).toEqual(['40000', '24'])
    await second.locator('dialog[open]').getByRole('button', { name: 'Publish', exact: true }).click()
    await second.getByText('Version 3 is in force').waitFor()

    await first.goto(`${console_.server.url}/policy/versions`)
    await first.getByText('Vendors send data every two days').waitFor()
    await first.context().close()
    await second.context().close()
  })

  test('an earlier version is a draft to begin from, never put in force at once', async () => {
    const page = await console_.open('admin', '/policy/1')
    await page.getByRole('button', { name: 'Edit from this version' }).click()
    await page.getByText(/Changed from version \d+\. Kept in this tab/).waitFor()
    expect(await text(page).inputValue()).toContain('"whenUnavailable": "hold"')
    await page.context().close()
  })
})

async function change(page: Page, from: string, to: string): Promise<void> {
  await write(page, from, to)
  await expect.poll(() => publish(page).isEnabled()).toBe(true)
}

/** Selects the first `from` and types `to` over it. */
async function write(page: Page, from: string, to: string): Promise<void> {
  await text(page).waitFor()
  await text(page).evaluate((area: HTMLTextAreaElement, words) => {
    const start = area.value.indexOf(words)
    if (start < 0) throw new Error(`The policy has no ${words}.`)
    area.focus()
    area.setSelectionRange(start, start + words.length)
  }, from)
  await page.keyboard.insertText(to)
}
