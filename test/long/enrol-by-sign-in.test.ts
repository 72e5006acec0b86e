import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Chromium, launchChromium } from '../support/extension.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'

let folder: string
let server: ServerProcess
let browser: Chromium
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-sign-in-'))
  server = await startServerProcess(folder)
  browser = await launchChromium()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

describe('a rep without a code, in Chromium with the built extension', () => {
  test('signs in, types what the options page shows, and is enrolled, also when the worker ended meanwhile', async () => {
    const options = await browser.openExtensionPage(`options.html?server=${encodeURIComponent(server.url)}`)
    const opened = browser.context.waitForEvent('page')
    await options.getByRole('button', { name: 'Sign in without a code' }).click()
    const desk = await opened
    const code = await options.locator('code').innerText()
    expect(code).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/)
    await browser.stopWorker()

    await desk.getByRole('link', { name: 'Sign in', exact: true }).click()
    await desk.getByLabel('E-mail').fill('rep@example.test')
    await desk.getByLabel('Password').fill('practice')
    await desk.getByRole('button', { name: 'Sign in' }).click()
    await desk.getByRole('region', { name: /Chrome \d+ asks to be enrolled/ }).waitFor()
    expect(await desk.getByText('This is not the browser').count()).toBe(0)
    await desk.getByLabel('Code').fill(code)
    await desk.getByRole('button', { name: 'Enrol this browser' }).click()
    await desk.getByText('The browser takes it from here').waitFor()

    await options.getByText('This browser is enrolled.').waitFor()
    await options.getByText('rep@example.test').first().waitFor()
    await options.reload()
    await options.getByText('rep@example.test').first().waitFor()
    expect(await options.getByRole('button', { name: 'Sign in without a code' }).count()).toBe(0)
  }, 120_000)
})
