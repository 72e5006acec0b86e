import type { Locator, Page } from 'playwright-core'

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

async function replace(page: Page, field: Locator, value: string): Promise<void> {
  await field.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(value)
}
