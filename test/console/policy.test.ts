import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violationsOf } from '../components/check-axe.ts'
import { picture, startConsole } from './console.ts'
import type { Console } from './console.ts'
import { looksAsBefore } from '../support/baseline.ts'

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
    expect(await page.getByRole('tab', { name: 'Text' }).count()).toBe(0)
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
    await page.getByRole('button', { name: 'Discard changes' }).click()
    await page.locator('dialog[open]').getByRole('button', { name: 'Discard changes' }).click()
    await page.getByText('Nothing is changed yet.').waitFor()
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
    await expect.poll(() => text(page).inputValue()).toBe(whole)
    await page.context().close()
  })

  test('what is discarded while it is being saved does not come back with the answer', async () => {
    const page = await console_.open('admin', '/policy/edit')
    // Without its stream the page learns of the saved draft by the answer alone.
    await page.route('**/v1/stream', (route) => route.abort())
    await page.reload()
    await text(page).waitFor()
    const whole = await text(page).inputValue()
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
    const { promise: saved, resolve: hasSaved } = Promise.withResolvers<void>()
    await page.route('**/v1/policy/draft', async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      const response = await route.fetch()
      hasSaved()
      await answered
      return route.fulfill({ response })
    })
    await write(page, '"freshnessLimitHours": 24', '"freshnessLimitHours": 30')
    await saved
    await page.getByRole('button', { name: 'Discard changes' }).click()
    await page.locator('dialog[open]').getByRole('button', { name: 'Discard changes' }).click()
    const arrived = page.waitForResponse('**/v1/policy/draft')
    answer()
    await (await arrived).finished()
    await page.locator('dialog[open]').waitFor({ state: 'detached' })
    await expect.poll(() => text(page).inputValue()).toBe(whole)

    await page.reload()
    await text(page).waitFor()
    expect(await text(page).inputValue()).toBe(whole)
    await page.context().close()
  })

  test('two administrators at once: what one saves the other sees, and what both changed is decided by the second', async () => {
    const first = await console_.open('admin', '/policy/edit')
    const second = await console_.open('admin', '/policy/edit')
    await change(first, '"freshnessLimitHours": 24', '"freshnessLimitHours": 48')
    await first.getByText(/Saved for all administrators/).waitFor()
    await expect.poll(() => text(second).inputValue()).toContain('"freshnessLimitHours": 48')

    // The second types while their line is down, and so begins from an older text than the one that is saved.
    const whileAway = async (act: () => Promise<void>) => {
      await second.route('**/v1/policy/draft', (route) => route.abort())
      await act()
      await second.getByText('Kept in this tab, because it could not be saved.').waitFor()
      await write(first, ...firstMeanwhile)
      await first.getByText(/Saved for all administrators/).waitFor()
      await second.unroute('**/v1/policy/draft')
    }
    let firstMeanwhile = ['"freshnessLimitHours": 48', '"freshnessLimitHours": 60'] as [string, string]
    await whileAway(() => write(second, '"limit": 50000', '"limit": 40000'))
    // Nobody is asked about what only one of them changed.
    await second
      .getByText('What Alex Admin changed meanwhile is in your text now')
      .waitFor({ timeout: 40_000 })
    expect(await text(second).inputValue()).toContain('"freshnessLimitHours": 60')
    await expect.poll(() => text(first).inputValue(), { timeout: 40_000 }).toContain('"limit": 40000')
    await first.getByText(/Saved for all administrators/).waitFor()

    firstMeanwhile = ['"freshnessLimitHours": 60', '"freshnessLimitHours": 72']
    await whileAway(() => write(second, '"freshnessLimitHours": 60', '"freshnessLimitHours": 61'))
    await second
      .getByText('Alex Admin saved this text', { exact: false })
      .first()
      .waitFor({ timeout: 40_000 })
    expect(await publish(second).isDisabled()).toBe(true)
    expect(await second.locator('.overlaps ins').allInnerTexts()).toEqual(['61', '72'])
    await second.getByRole('radio', { name: 'Alex Admin’s' }).check()
    expect(await violationsOf(second)).toEqual([])
    await looksAsBefore(second, 'merge')
    await second.getByRole('button', { name: 'Go on with what is chosen' }).click()
    await expect.poll(() => text(second).inputValue()).toContain('"freshnessLimitHours": 72')
    await expect.poll(() => publish(second).isEnabled(), { timeout: 40_000 }).toBe(true)

    await publish(second).click()
    const dialog = second.locator('dialog[open]')
    await dialog.getByText('Nothing that is held or refused now would pass.').waitFor()
    await dialog.getByLabel('Why this change').fill('Vendors send data every two days')
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
    await second.getByText('Version 2 is published').waitFor()
    await first.goto(`${console_.server.url}/policy/versions`)
    await first.getByText('Vendors send data every two days').first().waitFor()
    await first.context().close()
    await second.context().close()
  })

  test('F73 what permits more is said in plain words, and put in force by a second person', async () => {
    const admin = await console_.open('admin', '/policy/edit')
    await change(admin, '"whenUnavailable": "hold"', '"whenUnavailable": "allow"')
    await write(admin, '"limit": 40000', '"limit": 90000')
    await expect.poll(() => publish(admin).isEnabled()).toBe(true)
    await publish(admin).click()
    const dialog = admin.locator('dialog[open]')
    await dialog.getByText('This permits 2 things more than now').waitFor()
    await dialog.getByText('What cannot be checked goes on instead of being held.').waitFor()
    await dialog.getByText(/the limit goes from 40,000 to 90,000/).waitFor()
    expect(await violationsOf(admin)).toEqual([])
    await looksAsBefore(admin, 'propose')
    await dialog.getByLabel('Why this change').fill('New list prices')
    await dialog.getByRole('button', { name: 'Ask a second person' }).click()
    await admin.getByText('The change waits for a second person').waitFor()
    await admin.getByRole('tab', { name: 'Waiting' }).click()
    await admin.getByText('You wrote on this change, so somebody else has to confirm it').waitFor()
    expect(await admin.getByRole('button', { name: 'Confirm and publish' }).count()).toBe(0)

    const approver = await console_.open('approver', '/policy', { scheme: 'dark' })
    await approver.getByRole('link', { name: 'See the change that waits' }).click()
    await approver.getByLabel('Comment').fill('Who set the prices?')
    await approver.getByRole('button', { name: 'Add the comment' }).click()
    await admin.getByText('Who set the prices?').waitFor()
    expect(await violationsOf(approver)).toEqual([])
    await picture(approver, 'proposal-dark')
    await approver.getByRole('button', { name: 'Confirm and publish' }).click()
    const sure = approver.locator('dialog[open]')
    await sure.getByRole('button', { name: 'Confirm and publish' }).click()
    await approver.getByText('No change waits').waitFor()
    await approver.getByRole('link', { name: 'Version 3' }).waitFor()
    await admin.getByText('No change waits').waitFor()
    await admin.context().close()
    await approver.context().close()
  })

  test('F74 any two versions are compared, and going back to one takes one press where it loosens nothing', async () => {
    const page = await console_.open('admin', '/policy/2')
    await page.getByRole('heading', { name: 'From version 2 to version 3' }).waitFor()
    await page.getByText('The later version permits 2 things more').waitFor()
    await page.getByLabel('Compared with').selectOption('1')
    await page.getByRole('heading', { name: 'From version 1 to version 2' }).waitFor()
    await page.getByText('The later version permits nothing that the earlier one held or refused.').waitFor()
    await looksAsBefore(page, 'versions-compared')
    await page.getByRole('button', { name: 'Go back to this version …' }).click()
    await page.locator('dialog[open]').getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByText('Version 4', { exact: true }).waitFor()
    await page.getByText('Back to version 2').waitFor()

    await page.goto(`${console_.server.url}/policy/3`)
    await page.getByRole('button', { name: 'Go back to this version …' }).click()
    await page.locator('dialog[open]').getByRole('button', { name: 'Ask a second person' }).waitFor()
    await page.context().close()
  })

  test('an earlier version is a draft to begin from, never put in force at once', async () => {
    const page = await console_.open('admin', '/policy/1')
    await page.getByRole('button', { name: 'Edit from this version' }).click()
    await page.getByText(/Changed from version \d+\. Saved for all administrators/).waitFor()
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
