import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digest } from '../../policy/canonical.ts'
import { effectOf } from '../../policy/effect.ts'
import { largeDeal, startConsole } from './console.ts'
import type { Console } from './console.ts'
import { looksAsBefore } from '../support/baseline.ts'

let console_: Console
beforeAll(async () => {
  console_ = await startConsole()
})
afterAll(() => console_?.stop())

const dialog = (page: Page) => page.locator('dialog[open]')
const article = (page: Page) => page.getByRole('article')

describe('approvals inbox', () => {
  test('a request is approved by keyboard alone: J, A, Enter', async () => {
    await console_.request()
    const page = await console_.open('approver')
    await page.locator('.inbox-item').first().waitFor()
    await page.keyboard.press('j')
    await page.getByRole('button', { name: 'Approve', exact: true }).waitFor()
    await looksAsBefore(page, 'approval')
    await page.keyboard.press('a')
    await dialog(page).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('You approved this').waitFor()
    expect(await article(page).getByText('Approved', { exact: true }).isVisible()).toBe(true)
    await page.getByText('Nothing waits for you').waitFor()
    await page.context().close()
  })

  test('a request is denied with a note that the rep then reads', async () => {
    const id = await console_.request()
    const page = await console_.open('approver', `/approvals/${id}`)
    await page.getByRole('button', { name: 'Deny', exact: true }).click()
    await page.keyboard.type('Ask for the signed order form first.')
    await page.keyboard.press('Control+Enter')
    await page.getByText('You denied this').waitFor()
    const rep = await console_.open('rep', `/approvals/${id}`)
    expect(await rep.getByRole('heading', { name: 'My requests' }).isVisible()).toBe(true)
    await article(rep).getByText('Ask for the signed order form first.').waitFor()
    await rep.context().close()
    await page.context().close()
  })

  test('Escape leaves a request undecided, and the focus returns to the button', async () => {
    const id = await console_.request()
    const page = await console_.open('approver', `/approvals/${id}`)
    const approve = page.getByRole('button', { name: 'Approve', exact: true })
    await approve.focus()
    await page.keyboard.press('Enter')
    await dialog(page).waitFor()
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'detached' })
    await expect.poll(() => approve.evaluate((button) => button === document.activeElement)).toBe(true)
    await page.reload()
    await article(page).getByText('Waiting for approval').waitFor()
    await page.context().close()
  })

  test('F41 the rep withdraws a request in the console, and nobody can decide it any more', async () => {
    const id = await console_.request()
    const rep = await console_.open('rep', `/approvals/${id}`)
    await rep.getByRole('button', { name: 'Withdraw' }).click()
    await dialog(rep).getByRole('button', { name: 'Withdraw' }).click()
    await article(rep).getByText('Withdrawn', { exact: true }).waitFor()
    await rep.context().close()
    const page = await console_.open('approver', `/approvals/${id}`)
    await page.getByText('This request is closed; nothing is left to decide.').waitFor()
    expect(await page.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0)
    await page.context().close()
  })

  test('F45 the console shows the digest of the very action that was asked for', async () => {
    const id = await console_.request()
    const page = await console_.open('approver', `/approvals/${id}`)
    const shown = page.locator('code[data-digest]').first()
    expect(await shown.getAttribute('data-digest')).toBe(await digest(effectOf(largeDeal)))
    await page.context().close()
  })

  test('F36 whoever asked is told that somebody else has to decide, and the server refuses them', async () => {
    const { id, page } = await askAsApprover()
    await page.goto(`${console_.server.url}/approvals/${id}?scope=mine`)
    await page.getByText('You asked for this yourself, so somebody else has to decide.').waitFor()
    expect(await page.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0)
    const status = await page.evaluate(async (path) => {
      const view = (await (await fetch(path)).json()) as { digest: string }
      const body = JSON.stringify({ decision: 'approve', digest: view.digest, note: '' })
      return (
        await fetch(`${path}/decision`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        })
      ).status
    }, `/v1/approval-requests/${id}`)
    expect(status).toBe(403)
    await page.context().close()
  })

  test.each([1, 20, 5000])(
    'F32 S055 S248 a change of %i records is a summary, a sample and a full download',

    async (count) => {
      const ids = Array.from({ length: count }, (_, index) => `R-${index + 1}`)
      const id = await console_.request({ record: { type: 'opportunity', ids } })
      const page = await console_.open('approver', `/approvals/${id}`)
      await article(page).getByText('72,500').waitFor()
      if (count > 1)
        await article(page)
          .getByText(`${count.toLocaleString('en')} records of type opportunity`)
          .waitFor()
      expect(await page.locator('.ui-sample-items li').count()).toBeLessThanOrEqual(25)
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download as table' }).click(),
      ])
      const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
      expect(lines).toHaveLength(count + 1)
      expect(lines.at(-1)).toBe(`field,opportunity,R-${count},amount,Amount,40000,72500`)
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
      await page.context().close()
    },
  )

  test('hidden and right-to-left characters are marked, and markup stays text', async () => {
    const after = 'safe\u202Etxet\u202C <img src=x onerror=alert(1)>'
    const fields = [
      ...largeDeal.fields,
      { name: 'note', label: 'No\u200bte', before: null, after, beforeKnown: true },
    ]
    const id = await console_.request({ fields }, { rationale: '<b>bold</b>', ticket: 'javascript:alert(1)' })
    const page = await console_.open('approver', `/approvals/${id}`)
    await article(page).getByText('contains hidden or look-alike characters').waitFor()
    for (const code of ['U+202E', 'U+202C', 'U+200B']) {
      expect(await article(page).getByText(code).count(), code).toBeGreaterThan(0)
    }
    expect(await article(page).locator('img, b').count()).toBe(0)
    expect(
      await article(page)
        .getByText('javascript:alert(1)')
        .evaluate((element) => element.closest('a')),
    ).toBeNull()
    await page.context().close()
  })

  test('a request that arrives while the list is open appears by itself', async () => {
    const page = await console_.open('approver', '/approvals')
    const items = page.locator('.inbox-item')
    await items.first().waitFor()
    const before = await items.count()
    await console_.request()
    await expect.poll(() => items.count(), { timeout: 20_000 }).toBe(before + 1)
    await page.context().close()
  })
})

/** Asks from a device of the approver, enrolled with a code that the admin made in the console. */
async function askAsApprover(): Promise<{ id: string; page: Page }> {
  const admin = await console_.open('admin', '/devices')
  // Without another approver the request would be refused at once, because nobody could approve it.
  const proposed = await admin.evaluate(proposeApprover, 'revops')
  const approver = await console_.open('approver')
  await approver.evaluate(confirmProposal, proposed)
  await admin.getByRole('button', { name: 'Enrol a device' }).click()
  await dialog(admin).getByLabel('For whom').selectOption('approver@example.test')
  await dialog(admin).getByRole('button', { name: 'Make the code' }).click()
  const code = await dialog(admin).locator('.enrolment-code code').innerText()
  await admin.context().close()
  const id = randomUUID()
  await console_.request({}, {}, { id, code })
  return { id, page: approver }
}

interface Proposed {
  readonly id: string
  readonly digest: string
}

/** More people who may sign permit more, so it takes two: one proposes, the other confirms. */
async function proposeApprover(group: string): Promise<Proposed> {
  const current = (await (await fetch('/v1/policy')).json()) as {
    version: number
    policy: { rules: { id: string; guardrail: { settings: { approvers: string[] } } }[] }
  }
  const rule = current.policy.rules.find(({ id }) => id === 'amount-above-threshold')
  rule?.guardrail.settings.approvers.push(group)
  const body = JSON.stringify({ basedOn: current.version, note: '', policy: current.policy })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch('/v1/policy/proposals', { method: 'POST', headers, body })
  if (!answer.ok) throw new Error(await answer.text())
  return (await answer.json()) as Proposed
}

async function confirmProposal({ id, digest }: Proposed): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const path = `/v1/policy/proposals/${id}/confirmation`
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify({ digest }) })
  if (!answer.ok) throw new Error(await answer.text())
}
