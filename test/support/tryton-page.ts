import type { Locator, Page } from 'playwright-core'
import type { Tryton, TrytonUser } from './tryton.ts'

/**
 * What a person does in Tryton's web client, with trusted mouse and keyboard only: a gate must not be able to tell these
 * from a rep. Pages inside a notebook are `.tab-pane.active` too, hence the child combinator.
 */
const pane = (page: Page): Locator => page.locator('#tabcontent > .tab-pane.active')

/** A field of each form that is filled when its record has been read. */
const FIRST_FILLED: Readonly<Record<string, string>> = {
  'sale.opportunity': 'number',
  'sale.sale': 'description',
  'party.party': 'code',
  'marketing.email.message': 'title',
  'marketing.automation.scenario': 'name',
  'res.user': 'login',
  'res.group': 'name',
}

export async function login(
  page: Page,
  tryton: Tryton,
  user: TrytonUser,
  target = 'model/sale.opportunity',
): Promise<void> {
  await page.goto(`${tryton.url}/#${tryton.database}/${target}`)
  await page.locator('.modal.in #login').fill(tryton.users[user].login)
  await page.locator('.modal.in button[type="submit"]').click()
  await page.locator('.modal.in input[type="password"]').fill(tryton.users[user].password)
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => location.hash.includes(';name='))
}

/** Opens a tab in the client, or shows the one that holds the record; log in first. */
export async function openRecord(page: Page, tryton: Tryton, model: string, id: number): Promise<void> {
  await openTab(page, tryton, `model/${model}/${id}`)
  const first = FIRST_FILLED[model]
  if (first === undefined) return
  const filled = (name: string): boolean => {
    const field = document.querySelector(`#tabcontent > .tab-pane.active .form [name="${name}"]`)
    return field instanceof HTMLInputElement && field.value !== ''
  }
  await page.waitForFunction(filled, first)
}

/** A tab that is still opening writes its own address over the one just asked for; then it is asked for again. */
async function openTab(page: Page, tryton: Tryton, path: string): Promise<void> {
  const isOpen = (asked: string): boolean => location.hash.includes(`/${asked};name=`)
  await page.goto(`${tryton.url}/#${tryton.database}/${path}`)
  await page.waitForFunction(isOpen, path, { timeout: 10_000 }).catch(async () => {
    await page.goto(`${tryton.url}/#${tryton.database}/${path}`)
    await page.waitForFunction(isOpen, path)
  })
}

export async function openOpportunity(page: Page, tryton: Tryton, id: number): Promise<void> {
  await openRecord(page, tryton, 'sale.opportunity', id)
}

export async function openList(page: Page, tryton: Tryton, model = 'sale.opportunity'): Promise<void> {
  await openTab(page, tryton, `model/${model}`)
  await pane(page).locator('table.tree tbody tr').first().waitFor()
}

/**
 * Types into a number, and looks that it stands there. The client keeps two inputs and shows the other one on focus; a
 * re-read after a save can swap them back under the caret, at any of these steps.
 */
export async function setNumber(page: Page, name: string, value: string, within = pane(page)): Promise<void> {
  const shown = within.locator(`input[name="${name}"]:visible`).first()
  const typing = within.locator(`input[type="number"][name="${name}"]:focus`)
  const type = async (): Promise<void> => {
    await shown.click({ timeout: 1_000 })
    await typing.waitFor({ timeout: 300 })
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(value)
    const typed = await typing.inputValue({ timeout: 300 })
    if (Number(typed) !== Number(value)) throw new Error(`${name}: typed ${value}, and ${typed} stands there`)
  }
  for (let left = 9; left > 0; left -= 1) {
    const isTyped = await type().then(
      () => true,
      () => false,
    )
    if (isTyped) return
  }
  await type()
}

export async function setText(page: Page, name: string, value: string, within = pane(page)): Promise<void> {
  await within.locator(`input[name="${name}"]:visible, textarea[name="${name}"]:visible`).first().click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type(value)
}

export async function setAmount(page: Page, amount: string): Promise<void> {
  await setNumber(page, 'amount', amount)
}

/** The date as the English client shows it: 04/15/2031. */
export async function setCloseDate(page: Page, date: string): Promise<void> {
  await setText(page, 'end_date', date)
}

export const saveButton = (page: Page): Locator => pane(page).locator('button#save')

export async function saveByButton(page: Page): Promise<void> {
  await saveButton(page).click()
}

export async function saveByKeys(page: Page): Promise<void> {
  await page.keyboard.press('Control+s')
}

export async function waitForSaved(page: Page): Promise<void> {
  await pane(page).locator('.infobar.alert-info:visible', { hasText: 'Record saved.' }).waitFor()
}

/** A button of the form by Tryton's own name: opportunity, convert, lost, cancel, quote, send, run. */
export const formButton = (page: Page, name: string): Locator =>
  pane(page).locator(`.form button[name="${name}"]`)

export async function pressFormButton(page: Page, name: string): Promise<void> {
  await formButton(page, name).click()
}
