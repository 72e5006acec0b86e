import type { Frame, Locator, Page } from 'playwright-core'

/** What rep and approver do with a request, by mouse and keys on the real pages. */
export async function askForApproval(panel: Frame, rationale: string): Promise<void> {
  const why = panel.getByLabel('Why is this right?')
  // Pressed first, as a person does: text that is put in by script follows the browser's focus, which may still be on its way
  // from the page, and would land in the field that was edited there.
  await why.click()
  await why.fill(rationale)
  const rollback = panel.getByLabel('If it turns out wrong')
  // Suggested where fields or recipients say how; otherwise the rep has to.
  if ((await rollback.inputValue()) === '') await rollback.fill('Security is told, and the file is deleted.')
  await pauseToRead(panel)
  await panel.getByRole('button', { name: 'Ask for approval' }).click()
  await panel
    .getByRole('button', { name: 'Withdraw the request' })
    .waitFor({ timeout: 20_000 })
    .catch(async (error: unknown) => {
      throw new Error(`Not asked. The panel says: ${await panel.locator('body').innerText()}`, {
        cause: error,
      })
    })
}

/** A panel takes no consent in the first half second after it opened or moved (trust.md, attack 4): people read first. */
export async function pauseToRead(panel: Frame): Promise<void> {
  await panel.page().waitForTimeout(700)
}

/** "Run it now", offered once everything is met. */
export async function runItNow(panel: Frame): Promise<void> {
  const button = panel.getByRole('button', { name: 'Run it now' })
  await button.waitFor()
  await pauseToRead(panel)
  await button.click()
}

/** The digest of the canonical action as it stands on the page, whole. */
export async function shownDigest(place: Locator): Promise<string> {
  const element = place.locator('[data-digest]').first()
  await element.waitFor()
  return (await element.getAttribute('data-digest')) ?? ''
}

/** Opens the request with this digest from the approver's inbox. */
export async function openRequest(approver: Page, serverUrl: string, digest: string): Promise<void> {
  await approver.goto(`${serverUrl}/approvals`)
  const items = approver.locator('.inbox-item')
  const shown = approver.locator(`main [data-digest="${digest}"]`)
  await items.first().waitFor()
  for (let index = 0; index < (await items.count()); index += 1) {
    await items.nth(index).click()
    const isIt = await shown
      .first()
      .waitFor({ timeout: 3_000 })
      .then(
        () => true,
        () => false,
      )
    if (isIt) return approver.locator('.decision-bar').getByRole('button', { name: 'Approve' }).waitFor()
  }
  throw new Error(`No request in the inbox has the digest ${digest}`)
}

export async function decide(approver: Page, decision: 'Approve' | 'Deny', note = ''): Promise<void> {
  await approver.locator('.decision-bar').getByRole('button', { name: decision }).click()
  const dialog = approver.getByRole('dialog')
  if (note) await dialog.getByRole('textbox').fill(note)
  await dialog.getByRole('button', { name: decision }).click()
  await dialog.waitFor({ state: 'hidden' })
}
