import type { Locator, Page } from 'playwright-core'
import { openTabMenu, setNumber } from './tryton-page.ts'

/** The dialogs of Tryton's web client, used as in tryton-page.ts: by trusted mouse and keyboard. */
const pane = (page: Page): Locator => page.locator('#tabcontent > .tab-pane.active')

export const emailDialog = (page: Page): Locator => page.locator('.modal.in.email')
export const emailSendButton = (page: Page): Locator => emailDialog(page).locator('button[type="submit"]')

export async function openEmailDialog(page: Page): Promise<void> {
  await pane(page).locator('button#email').click()
  // The proposal arrives after the dialog: typing before it would be overwritten.
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('#email-subject')?.value !== '')
}

export async function writeEmail(
  page: Page,
  mail: { to?: string; subject?: string; body?: string },
): Promise<void> {
  if (mail.to !== undefined) {
    const completed = page.waitForResponse((answer) =>
      (answer.request().postData() ?? '').includes('model.ir.email.complete'),
    )
    await replace(page, page.locator('#email-to'), mail.to)
    await completed
    // The list of proposals takes the next focus unless something neutral is pressed first.
    await emailDialog(page).locator('h4.modal-title').click()
  }
  if (mail.subject !== undefined) await replace(page, page.locator('#email-subject'), mail.subject)
  if (mail.body !== undefined) await replace(page, page.locator('#email-body'), mail.body)
}

export async function sendEmail(page: Page): Promise<void> {
  await emailSendButton(page).click()
}

export const exportDialog = (page: Page): Locator => page.locator('.modal.in.csv')
export const exportOkButton = (page: Page): Locator => exportDialog(page).locator('button[type="submit"]')

/** From the tab's menu; `Listed Records` is every record the list shows, `Selected Records` the ticked ones. */
export async function openExportDialog(
  page: Page,
  records?: 'Selected Records' | 'Listed Records',
): Promise<void> {
  await openTabMenu(page)
  await pane(page).locator('a#export').click()
  const choice = exportDialog(page).locator('#input-records')
  await choice.waitFor()
  if (records === undefined) return
  await choice.focus()
  await page.keyboard.press(records === 'Selected Records' ? 'Home' : 'End')
}

export async function confirmExport(page: Page): Promise<void> {
  await exportOkButton(page).click()
}

/** A saved export leaves from the Print menu with no dialog. */
export async function exportFromPrintMenu(page: Page, name: string): Promise<void> {
  await pane(page).locator('button#print').click()
  await pane(page).locator('ul[aria-labelledby="print"] a[role="menuitem"]', { hasText: name }).click()
}

export async function tickRow(page: Page, index: number): Promise<void> {
  await pane(page).locator('table.tree tbody tr td.selection-state input').nth(index).click()
}

/** Opens the nth line of a sale and sets its discount in percent; the write leaves with the sale's own Save. */
export async function setLineDiscount(page: Page, index: number, percent: string): Promise<void> {
  const row = pane(page).locator('.form-one2many table.tree tbody tr').nth(index)
  await row.locator('td').nth(3).dblclick()
  const line = page.locator('.modal.in.window-form')
  await line.locator('input[name="discount_rate"]:visible').waitFor()
  await setNumber(page, 'discount_rate', percent, line)
  await line.locator('.modal-footer button[type="submit"]').click()
  await line.waitFor({ state: 'detached' })
}

/** Adds by name in a list of related records: groups of a user, users of a group. */
export async function addRelated(page: Page, field: string, name: string): Promise<void> {
  const input = pane(page).locator(`input[name="${field}"]:visible`)
  await input.click()
  await page.keyboard.type(name)
  await pane(page).locator('.dropdown.open li.completion a', { hasText: name }).click()
}

export async function openNotebookPage(page: Page, title: string): Promise<void> {
  await pane(page).locator('.nav-tabs li a', { hasText: title }).first().click()
}

async function replace(page: Page, field: Locator, value: string): Promise<void> {
  await field.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(value)
}
