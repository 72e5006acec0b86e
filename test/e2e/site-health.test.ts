import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ConsoleSession, signIn } from '../support/console-session.ts'
import { type Chromium, launchChromium, panelFrame } from '../support/extension.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { badgeNamed } from './badges.ts'
import { type PracticeProcess, startPractice } from '../support/practice-process.ts'
import { enrol } from './stage.ts'

interface Trouble {
  readonly surface: string
  readonly missing: readonly string[]
  readonly fingerprint: string
  readonly mended: { readonly version: number; readonly devices: number } | null
}

let folder: string
let server: ServerProcess
let practice: PracticeProcess
let browser: Chromium
let admin: ConsoleSession
let second: ConsoleSession

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-health-'))
  server = await startServerProcess(join(folder, 'server'))
  practice = await startPractice(join(folder, 'practice.json'))
  browser = await launchChromium()
  await enrol(browser, server)
  admin = await signIn(server.url, 'admin@example.test')
  second = await signIn(server.url, 'approver@example.test')
})
afterAll(async () => {
  await browser?.close()
  await practice?.stop()
  await server?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

describe('site health', () => {
  test('F7 a renamed control is still held and is reported; a signed pack that two people published mends it on the open page', async () => {
    const page = await browser.context.newPage()
    await page.goto(`${practice.url}#/opportunity/2`)
    await badgeNamed(page, /^save an opportunity/i)
    await page.evaluate(() => {
      const button = document.querySelector('[data-action=save]')
      button?.removeAttribute('data-action')
      button?.setAttribute('data-command', 'save')
    })
    await badgeNamed(page, /^save an opportunity.*this page has changed/i, 60_000)
    await expect
      .poll(troubles, { timeout: 60_000 })
      .toMatchObject([
        { site: 'practice', surface: 'opportunity-save', missing: ['attribute'], mended: null },
      ])
    const [trouble] = await troubles()
    expect(trouble?.fingerprint).toMatch(/button\[.*data-command/)
    expect(trouble?.fingerprint).not.toMatch(/Save|Amount|\d{3}/)

    await mend()
    // What the stream does not bring, the next look of the worker does: it looks every 30 s.
    await badgeNamed(page, /^save an opportunity(?!.*this page has changed)/i, 60_000)
    await expect.poll(troubles, { timeout: 60_000 }).toMatchObject([{ mended: { version: 2, devices: 1 } }])
    await page.getByLabel('Amount').fill('90000')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await panelFrame(page, 30_000)
    expect(await troubles()).toMatchObject([{ mended: { version: 2 } }])
  })
})

async function troubles(): Promise<readonly Trouble[]> {
  const { items } = (await (await admin.get('/v1/site-health')).json()) as { items: Trouble[] }
  return items
}

/** Data only: another selector for the control. What a pack finds could become less, so a second person confirms it. */
async function mend(): Promise<void> {
  const text = await readFile(join(import.meta.dirname, '../../sites/practice/pack.json'), 'utf8')
  const pack = JSON.parse(
    text.replace('button[data-action=\\"save\\"]', 'button[data-command=\\"save\\"]'),
  ) as unknown
  const draft = { revision: 0, pack, bindings: {}, note: '' }
  expect((await admin.put('/v1/packs/practice/draft', draft)).status).toBe(200)
  const source = { from: 'draft', revision: 1 }
  const asked = await admin.post('/v1/packs/practice/publication', { source, note: 'Renamed.' })
  expect(asked.status).toBe(202)
  const { proposal } = (await asked.json()) as { proposal: string }
  const { items } = (await (await second.get('/v1/policy/proposals')).json()) as {
    items: { id: string; digest: string }[]
  }
  const digest = items.find(({ id }) => id === proposal)?.digest
  const path = `/v1/policy/proposals/${proposal}/confirmation`
  expect((await second.post(path, { digest })).status).toBe(200)
}
