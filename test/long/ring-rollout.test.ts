import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pauseToRead } from '../e2e/approval-steps.ts'
import { badgeNamed } from '../e2e/badges.ts'
import { type PracticeProcess, startPractice } from '../support/practice-process.ts'
import { enrol, signIn } from '../e2e/stage.ts'
import { picture } from '../console/console.ts'
import { type ConsoleSession, signIn as signInByRequests } from '../support/console-session.ts'
import { type Chromium, launchChromium, panelFrame } from '../support/extension.ts'
import { type ServerProcess, startServerProcess } from '../support/server-process.ts'

/** As many on each side as the first looks need to be sure. */
const saves = 8

let folder: string
let server: ServerProcess
let practice: PracticeProcess
/** Of the group that is in first, and of nobody's ring. */
let pilot: Chromium
let outside: Chromium
let admin: ConsoleSession
let desk: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-rings-'))
  server = await startServerProcess(join(folder, 'server'))
  practice = await startPractice(join(folder, 'book.json'))
  admin = await signInByRequests(server.url, 'admin@example.test')
  const made = await admin.post('/v1/enrolment-codes', { email: 'approver@example.test' })
  const { code } = (await made.json()) as { code: string }
  pilot = await launchChromium()
  await enrol(pilot, server)
  outside = await launchChromium()
  const development = { ...server.development, enrolmentCode: code }
  await enrol(outside, { url: server.url, development }, 'approver')
  desk = await outside.context.newPage()
  await signIn(desk, server.url, 'admin')
})
afterAll(async () => {
  await pilot?.close()
  await outside?.close()
  await practice?.stop()
  await server?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** Asks for a reason whatever is saved: nobody meant it like that. */
const bad = {
  ...{ id: 'reason-for-everything', name: 'A reason for everything', message: '', owner: 'Alex Admin' },
  ...{ mode: 'enforce', workflows: [], surfaces: ['practice/opportunity-save'], when: null },
  guardrail: { kind: 'override-reason', settings: { when: 'always' } },
}

async function draftWithBadRule(): Promise<void> {
  const answer = await admin.get('/v1/policy')
  const { version, policy } = (await answer.json()) as { version: number; policy: { rules: unknown[] } }
  const text = JSON.stringify({ ...policy, rules: [...policy.rules, bad] }, null, 2)
  const saved = await admin.post('/v1/policy/draft', { revision: 0, basedOn: version, note: '', text })
  expect(saved.ok, await saved.text()).toBe(true)
}

const badgeOf = (page: Page) => badgeNamed(page, /^save an opportunity/i)

/** Saves a small change on a page of its own, and gives a reason where one is asked for. */
async function save(browser: Chromium, amount: number, isAsked: boolean): Promise<void> {
  const page = await browser.context.newPage()
  await page.goto(`${practice.url}#/opportunity/2`)
  await badgeOf(page)
  await page.getByLabel('Amount').fill(String(amount))
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  if (isAsked) {
    const panel = await panelFrame(page)
    await panel.getByLabel('Another reason').check()
    await panel.getByLabel('In your words').fill('It is in my way.')
    await pauseToRead(panel)
    await panel.getByRole('button', { name: 'Give this reason' }).click()
  }
  await page.getByText('Saved', { exact: false }).first().waitFor()
  await page.close()
}

async function versionOf(browser: Chromium): Promise<string> {
  const page = await browser.openExtensionPage('sidepanel.html')
  const shown = page.getByText(/^Version \d+,/).first()
  await shown.waitFor()
  const text = await shown.innerText()
  await page.close()
  return text
}

describe('a rollout in real browsers', () => {
  test('F75 a bad rule is published to one group, asks its people for reasons, is halted by itself and never reaches anybody else', async () => {
    await draftWithBadRule()
    await desk.goto(`${server.url}/policy/build`)
    await desk.getByRole('button', { name: 'Publish …' }).click()
    const dialog = desk.locator('dialog[open]')
    await dialog.getByText('Ring by ring, halted by itself').click()
    await dialog.getByLabel('First this group').fill('sales')
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
    const card = desk.locator('section.ui-card').filter({ hasText: 'on its way' }).first()
    await card.getByRole('row', { name: /Group sales.*1 of 1/ }).waitFor({ timeout: 60_000 })

    for (let number = 1; number <= saves; number += 1) {
      await save(outside, 20_000 + number, false)
      await save(pilot, 21_000 + number, true)
    }
    // By the server's own clock: it looks after one minute, two, four and eight.
    await card.getByText('Halted by itself').waitFor({ timeout: 600_000 })
    await picture(desk, 'rings-halted-itself')
    expect(await card.innerText()).toContain(`${saves} of ${saves} decisions`)
    await save(outside, 22_000, false)
    await desk.getByRole('tab', { name: 'In plain words' }).click()
    await desk.getByText(new RegExp(`^Stopped ${saves} of`)).waitFor()
    await picture(desk, 'rings-effects')

    await card.getByRole('button', { name: 'Take back …' }).click()
    await dialog.getByRole('button', { name: 'Go back', exact: true }).click()
    await card.getByText('Taken back').waitFor()
    await expect.poll(() => versionOf(pilot), { timeout: 60_000 }).toContain('3')
    await save(pilot, 23_000, false)
  })
})
