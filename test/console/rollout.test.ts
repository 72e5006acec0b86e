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

const dialog = (page: Page) => page.locator('dialog[open]')
const card = (page: Page) => page.locator('section.ui-card').filter({ hasText: 'on its way' }).first()

describe('rollouts and freezes at the console', () => {
  test('F52 F75 a freeze is planned in a form, published ring by ring, halted, gone on with, widened and taken back', async () => {
    const page = await console_.open('admin', '/policy/build', { height: 1100 })
    await page.getByRole('button', { name: 'New freeze …' }).click()
    await dialog(page).getByRole('button', { name: 'Add freeze' }).click()
    await dialog(page).getByText('Give it a name').waitFor()
    await dialog(page).getByLabel('Name', { exact: true }).fill('Quarter end')
    await dialog(page).getByLabel('Time zone').selectOption('Europe/Berlin')
    await dialog(page).getByLabel('From', { exact: true }).fill('2030-12-24T18:00')
    await dialog(page).getByLabel('Until', { exact: true }).fill('2031-01-04T09:00')
    await dialog(page).getByText('An emergency may be let through by an approval').click()
    await dialog(page).getByLabel('Who lets emergencies through').fill('security')
    await dialog(page).getByText('Frozen from Tuesday, December 24, 2030', { exact: false }).waitFor()
    await picture(page, 'freeze-form')
    expect(await violationsOf(page)).toEqual([])
    await dialog(page).getByRole('button', { name: 'Add freeze' }).click()
    await page.getByText('An emergency takes an approval.', { exact: false }).first().waitFor()

    await page.getByRole('button', { name: 'Publish …' }).click()
    await dialog(page).getByText('Ring by ring, halted by itself').click()
    await dialog(page).getByLabel('Then shares of all browsers').fill('25, 5')
    await dialog(page).getByText('each larger than the one before', { exact: false }).waitFor()
    expect(await dialog(page).getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(true)
    await dialog(page).getByLabel('Then shares of all browsers').fill('5, 25')
    await looksAsBefore(page, 'rollout-publish')
    expect(await violationsOf(page)).toEqual([])
    await dialog(page).getByRole('button', { name: 'Publish', exact: true }).click()

    await card(page).getByText('Running').waitFor()
    await card(page).getByText('everybody else runs version 1', { exact: false }).waitFor()
    await card(page).getByRole('row', { name: /^5%/ }).waitFor()
    await card(page).scrollIntoViewIfNeeded()
    await looksAsBefore(page, 'rollout-running')
    await card(page).getByRole('button', { name: 'Halt …' }).click()
    await dialog(page).getByLabel('Why').fill('People complain.')
    await dialog(page).getByRole('button', { name: 'Halt', exact: true }).click()
    await card(page).getByText('Halted by Alex Admin').waitFor()
    await card(page).getByText('People complain.').waitFor()
    await looksAsBefore(page, 'rollout-halted')
    expect(await violationsOf(page)).toEqual([])
    expect(
      await card(page)
        .getByRole('button', { name: /^Widen/ })
        .count(),
    ).toBe(0)
    await card(page).getByRole('button', { name: 'Go on …' }).click()
    await dialog(page).getByRole('button', { name: 'Go on', exact: true }).click()
    await card(page).getByRole('button', { name: 'Widen to 25%' }).click()
    await dialog(page).getByRole('button', { name: 'Widen', exact: true }).click()
    await card(page).getByRole('button', { name: 'Widen to Everybody else' }).waitFor()
    await card(page).getByRole('button', { name: 'Take back …' }).click()
    await dialog(page).getByRole('button', { name: 'Go back', exact: true }).click()
    await card(page).getByText('Taken back').waitFor()
    await page.getByText('Version 3', { exact: true }).first().waitFor()
    await page.context().close()
  })
})
