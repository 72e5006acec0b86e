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

const holdButton = (page: Page) => page.locator('.stop-hold')
const stopped = (page: Page) => page.locator('.stopped > li')
const status = {
  ...{ bundleVersion: 1, bundleDigest: null, extensionVersion: '1', unsent: 0, rejected: 0, problem: null },
}

describe('the stop page', () => {
  test('says that nothing is stopped, and asks for what is missing before it stops anything', async () => {
    const page = await console_.open('admin', '/audit')
    await page.getByRole('link', { name: 'Stop …' }).click()
    await page.getByText('Nothing is stopped').waitFor()
    await picture(page, 'stop-empty')
    await holdButton(page).click()
    await page.getByText('Say in a few words why.').waitFor()
    await page.getByLabel('One application').check()
    await page.getByLabel('Why', { exact: true }).fill('It saves wrong amounts.')
    await holdButton(page).click()
    await page.getByText('Say which one to stop.').waitFor()
    expect(await stopped(page).count()).toBe(0)
    await page.context().close()
  })

  test('F55 F56 one administrator stops by holding, a browser says when it obeys, a second person restarts', async () => {
    const { send } = await console_.device()
    await console_.device()
    const page = await console_.open('admin', '/stop')
    await page.getByLabel('Why', { exact: true }).fill('The quote tool writes to the wrong customers.')
    await holdButton(page).hover()
    await page.mouse.down()
    await page.getByText('Keep holding …').waitFor()
    await stopped(page).first().waitFor()
    await page.mouse.up()
    expect(await stopped(page).first().innerText()).toContain('Stopped by Alex Admin')
    expect(await page.locator('dialog[open]').count()).toBe(0)
    await page.getByText('0 of 2').waitFor()

    await send('/v1/devices/status', { ...status, killEpoch: 1 })
    await page.getByText('1 of 2').waitFor()
    expect(await page.locator('tbody tr').first().innerText()).toContain('Not confirmed')
    expect(await page.locator('tbody tr').nth(1).innerText()).toMatch(/Stopped\s+[\d,]+ m?s/)
    await looksAsBefore(page, 'stop')

    const other = await console_.open('approver', '/audit', { scheme: 'dark' })
    await other.getByText('1 thing is stopped').first().waitFor()
    await page.getByRole('button', { name: /Restart …/ }).click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByRole('button', { name: 'Ask for the restart' }).click()
    await dialog.getByText('The second person reads it.').waitFor()
    await dialog.getByLabel('Why it is safe again').fill('The template is corrected.')
    await looksAsBefore(page, 'restart')
    await dialog.getByRole('button', { name: 'Ask for the restart' }).click()
    await page.getByText('You asked for it, so somebody else has to confirm it.').waitFor()
    expect(await page.getByRole('button', { name: 'Confirm the restart' }).count()).toBe(0)

    await other.getByRole('link', { name: 'See what is stopped, and restart it' }).click()
    await other.getByText('The template is corrected.').waitFor()
    expect(await violationsOf(other)).toEqual([])
    await picture(other, 'stop-confirm-dark')
    await other.getByRole('button', { name: 'Confirm the restart' }).click()
    await other.getByText('Nothing is stopped').waitFor()
    await page.getByText('Nothing is stopped').waitFor()
    await page.context().close()
    await other.context().close()
  })

  test('with the keyboard alone: a short press asks first, a held key stops at once', async () => {
    const page = await console_.open('admin', '/stop')
    const choose = async (kind: string) => {
      await page.getByLabel(kind).focus()
      await page.keyboard.press('Space')
    }
    await choose('AI acting on its own')
    await page.getByLabel('Why', { exact: true }).fill('It sends by itself.')
    await holdButton(page).focus()
    await page.keyboard.press('Enter')
    const dialog = page.locator('dialog[open]')
    await dialog.getByText('Stop this for everybody?').waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.keyboard.press('Escape')
    expect(await stopped(page).count()).toBe(0)

    await holdButton(page).focus()
    await page.keyboard.down('Space')
    await stopped(page).filter({ hasText: 'All AI acting on its own' }).waitFor()
    await page.keyboard.up('Space')
    expect(await dialog.count()).toBe(0)

    await choose('One campaign or record')
    await page.getByLabel('Kind of record').selectOption('sequence')
    await page.getByLabel('Its number').fill('3')
    await page.getByLabel('Why', { exact: true }).fill('Wrong audience.')
    await holdButton(page).focus()
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: 'Stop now' }).click()
    await stopped(page).filter({ hasText: 'sequence 3' }).waitFor()
    expect(await violationsOf(page)).toEqual([])
    await page.context().close()
  })

  test('a rep sees no stop, and in a narrow window it is still one press away', async () => {
    const rep = await console_.open('rep', '/approvals')
    expect(await rep.getByRole('link', { name: 'Stop …' }).count()).toBe(0)
    await rep.context().close()
    const page = await console_.open('admin', '/policy', { width: 390, height: 780 })
    await page.getByRole('link', { name: 'Stop …' }).click()
    await page.getByRole('heading', { name: 'Stop and restart' }).waitFor()
    await holdButton(page).waitFor()
    await picture(page, 'stop-narrow')
    await page.context().close()
  })
})
