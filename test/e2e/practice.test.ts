import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { suggestForLessons } from '../../scripts/start/suggestions.ts'
import { violationsOf } from '../components/check-axe.ts'
import { type Chromium, launchChromium, panelFrame } from '../support/extension.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { pauseToRead } from './approval-steps.ts'
import { auditRows } from './audit.ts'
import { badgeNamed } from './badges.ts'
import { type PracticeProcess, startPractice } from '../support/practice-process.ts'
import { enrol, signIn } from './stage.ts'

let folder: string
let server: ServerProcess
let practice: PracticeProcess
let browser: Chromium
let crm: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-lessons-'))
  server = await startServerProcess(join(folder, 'server'))
  const { serviceKey: key } = server.development
  practice = await startPractice(join(folder, 'practice.json'), {
    ...{ COUNTERSIGN_URL: server.url, COUNTERSIGN_SERVICE_KEY: key },
    PRACTICE_PERSON: 'rep@example.test',
  })
  await suggestForLessons(practice.url, { server: server.url, key })
  browser = await launchChromium()
  await enrol(browser, server)
  crm = await browser.context.newPage()
})
afterAll(async () => {
  await browser?.close()
  await practice?.stop()
  await server?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

const done = (lesson: string) =>
  crm.locator(`[data-lesson="${lesson}"][data-done]`).waitFor({ timeout: 60_000 })
async function save(amount: string): Promise<void> {
  await crm.getByLabel('Amount').fill(amount)
  await crm.getByRole('button', { name: 'Save', exact: true }).click()
}

describe('the lessons of the practice CRM', () => {
  test('S228 S229 S230 are done by using, overriding and escalating for real, never by the strip itself, and an administrator sees it', async () => {
    await crm.goto(practice.url)
    await crm.getByText('0 of 3 done').waitFor()
    expect(await violationsOf(crm)).toEqual([])
    for (const link of await crm.locator('#lessons a').all()) await link.click()

    await crm.goto(`${practice.url}#/opportunity/2`)
    await badgeNamed(crm, /^save an opportunity/i)
    await save('21000')
    await crm.getByText('Saved.').waitFor()
    await done('use-suggestion')
    await crm.getByText('1 of 3 done').waitFor()

    await crm.goto(`${practice.url}#/opportunity/4`)
    await badgeNamed(crm, /^save an opportunity/i)
    await save('33000')
    const reason = await panelFrame(crm)
    await reason.getByLabel('Another reason').check()
    await reason.getByLabel('In your words').fill('They signed for more seats.')
    await pauseToRead(reason)
    await reason.getByRole('button', { name: 'Give this reason' }).click()
    await done('override-suggestion')

    await crm.goto('about:blank')
    await crm.goto(`${practice.url}#/opportunity/1`)
    await badgeNamed(crm, /^save an opportunity/i)
    await save('90000')
    const held = await panelFrame(crm)
    await pauseToRead(held)
    await held.getByRole('button', { name: 'Escalate' }).click()
    await pauseToRead(held)
    await held.getByRole('button', { name: 'I am not sure what is right here' }).click()
    await held.getByText('A human has it').waitFor()
    await done('escalate')
    await crm.getByText('3 of 3 done').waitFor()

    const desk = await browser.context.newPage()
    await signIn(desk, server.url, 'approver')
    await desk.goto(`${server.url}/approvals`)
    await desk.getByRole('link', { name: '1 hold was handed to you' }).first().click()
    await desk.getByRole('button', { name: 'Answer Riley Rep' }).click()
    await desk.getByLabel('What should they do?').fill('Ask the deal desk for it.')
    await desk.getByRole('button', { name: 'Send the answer' }).click()
    await desk.getByText('Nothing waits for your answer').waitFor()
    await held.getByText('Ask the deal desk for it.').waitFor()

    await desk.context().clearCookies()
    await signIn(desk, server.url, 'admin')
    await desk.goto(`${server.url}/training`)
    const row = desk.getByRole('row', { name: /Riley Rep/ })
    await row.waitFor()
    expect(await row.getByRole('link').count()).toBe(3)
  })
})

describe('AI-made content in the practice CRM', () => {
  test('F8 S142 a draft of its assistant is marked AI-assisted in the event the server has; the subject the rep wrote anew is not', async () => {
    await crm.bringToFront()
    await crm.goto('about:blank')
    await crm.goto(`${practice.url}#/opportunity/3`)
    await badgeNamed(crm, /^save an opportunity/i)
    await assistIn(browser)
    await crm.getByRole('button', { name: 'Use this draft' }).click()
    await crm.getByLabel('Subject').press('Control+a')
    await crm.keyboard.type('Mine')
    await crm.getByRole('button', { name: 'Send', exact: true }).click()
    await panelFrame(crm)
    const desk = await browser.context.newPage()
    await desk.context().clearCookies()
    await signIn(desk, server.url, 'admin')
    const held = async () =>
      (await auditRows(desk, { type: 'action.held' })).filter(
        ({ subject }) => subject.operation === 'email.send',
      )
    await expect.poll(async () => (await held()).length, { timeout: 60_000 }).toBe(1)
    const [row] = await held()
    expect(row?.detail['action']).toMatchObject({ assisted: [{ name: 'body', changed: 0 }] })
    const opportunities = await auditRows(desk, { type: 'action.allowed' })
    expect(opportunities.length).toBeGreaterThan(0)
    for (const { detail } of opportunities) expect(detail['action']).not.toHaveProperty('assisted')
  })
})

/** The script comes when the worker has looked at the pack: a person is slower than that, a test is not. */
async function assistIn(extension: Chromium): Promise<void> {
  const worker = await extension.worker()
  const isThere = () =>
    worker.evaluate(async () => {
      const [tab] = await chrome.tabs.query({ active: true })
      const [found] = await chrome.scripting.executeScript({
        target: { tabId: tab?.id ?? 0 },
        func: () => 'assisted' in ((globalThis as { countersign?: object }).countersign ?? {}),
      })
      return found?.result
    })
  await expect.poll(isThere).toBe(true)
}
