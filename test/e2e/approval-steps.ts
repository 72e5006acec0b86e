import type { Frame, Locator, Page } from 'playwright-core'

/** What rep and approver do with a request, by mouse and keys on the real pages. */
export async function askForApproval(panel: Frame, rationale: string): Promise<void> {
  await panel.getByLabel(/rationale|why/i).first().fill(rationale)
  await panel.getByRole('button', { name: /ask for approval|request approval|send request/i }).click()
  await panel.getByRole('button', { name: /withdraw/i }).waitFor()
}

/** The first digits of the canonical action's digest as a person reads them. */
export async function shownDigest(place: Locator): Promise<string> {
  const element = place.locator('[data-digest]').first()
  await element.waitFor()
  return (await element.getAttribute('data-digest')) ?? ''
}

export async function openRequest(approver: Page, serverUrl: string, digest: string): Promise<void> {
  await approver.goto(`${serverUrl}/approvals`)
  await approver.locator(`[data-digest="${digest}"]`).first().click()
  await approver.getByRole('button', { name: /^approve/i }).first().waitFor()
}

export async function decide(approver: Page, decision: 'approve' | 'deny', note = ''): Promise<void> {
  if (note) await approver.getByLabel(/note/i).first().fill(note)
  await approver.getByRole('button', { name: decision === 'approve' ? /^approve/i : /^deny/i }).first().click()
  const confirm = approver.getByRole('dialog').getByRole('button', { name: decision === 'approve' ? /approve/i : /deny/i })
  if (await confirm.waitFor({ timeout: 1_000 }).then(() => true, () => false)) await confirm.click()
  await approver.getByText(decision === 'approve' ? /approved/i : /denied/i).first().waitFor()
}
