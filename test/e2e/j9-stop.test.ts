import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signIn as signInByRequests } from '../support/console-session.ts'
import { type Chromium, launchChromium, panelFrame } from '../support/extension.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { badgeNamed } from './badges.ts'
import { type PracticeProcess, startPractice } from './practice-process.ts'
import { enrol, signIn } from './stage.ts'

let folder: string
let server: ServerProcess
let practice: PracticeProcess
let browser: Chromium
let crm: Page
let desk: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-stop-'))
  server = await startServerProcess(join(folder, 'server'))
  practice = await startPractice(join(folder, 'practice.json'))
  browser = await launchChromium()
  await enrol(browser, server)
  crm = await browser.context.newPage()
  desk = await browser.context.newPage()
})
afterAll(async () => {
  await browser?.close()
  await practice?.stop()
  await server?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

describe('from the console to a page', () => {
  test('F55 F56 what is stopped by one press is refused on the page that is open, until a second person restarts it', async () => {
    await crm.goto(`${practice.url}#/opportunity/1`)
    await badgeNamed(crm, /^save an opportunity.*goes ahead/i)

    await signIn(desk, server.url, 'admin')
    await desk.goto(`${server.url}/stop`)
    await desk.getByLabel('One application').check()
    await desk.getByLabel('Application', { exact: true }).selectOption('practice')
    await desk.getByLabel('Why', { exact: true }).fill('It saves wrong amounts.')
    await desk.locator('.stop-hold').hover()
    await desk.mouse.down()
    await desk.getByText('1 of 1').waitFor()
    await desk.mouse.up()
    const [time, back] = (await desk.locator('tbody tr td').allInnerTexts()).slice(-2)
    expect(time).toMatch(/^\d[\d,]* ms$/)
    expect(back).toMatch(/^\d[\d,]* ms$/)
    process.stdout.write(`time to stop, from the order to the browser: ${time}, confirmed after ${back}\n`)

    await crm.bringToFront()
    await crm.getByLabel('Amount').fill('12345')
    await crm.getByRole('button', { name: 'Save', exact: true }).click()
    const panel = await panelFrame(crm)
    await panel.getByText('Ask your Countersign administrator').waitFor()
    await panel.getByText('Nothing has left your browser').waitFor()

    const session = await signInByRequests(server.url, 'approver@example.test')
    const admin = await signInByRequests(server.url, 'admin@example.test')
    const scope = 'integration:practice'
    const asked = await admin.post('/v1/kills/restarts', { scope, reason: 'Mended.' })
    const { restarts } = (await asked.json()) as { restarts: { id: string }[] }
    expect((await session.post(`/v1/kills/restarts/${restarts[0]?.id}/confirmation`, {})).status).toBe(200)
    await crm.reload()
    await badgeNamed(crm, /^save an opportunity.*goes ahead/i)
    await crm.getByLabel('Amount').fill('12345')
    await crm.getByRole('button', { name: 'Save', exact: true }).click()
    await crm.getByText('Saved', { exact: false }).first().waitFor()
  })
})
