import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Chromium, launchChromium, panelFrame } from '../support/extension.ts'
import { launchPlainChromium } from '../support/plain-chromium.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { badgeNamed } from './badges.ts'
import { type PracticeProcess, startPractice } from '../support/practice-process.ts'
import { enrol, signIn } from './stage.ts'

let folder: string
let server: ServerProcess
let practice: PracticeProcess
let browser: Chromium
let desks: Browser
let crm: Page
let admin: Page
let approver: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-stop-'))
  server = await startServerProcess(join(folder, 'server'))
  practice = await startPractice(join(folder, 'practice.json'))
  browser = await launchChromium()
  await enrol(browser, server)
  crm = await browser.context.newPage()
  desks = await launchPlainChromium()
  admin = await deskOf('admin')
  approver = await deskOf('approver')
})
afterAll(async () => {
  await desks?.close()
  await browser?.close()
  await practice?.stop()
  await server?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

async function deskOf(person: 'admin' | 'approver'): Promise<Page> {
  const page = await desks.newPage({ viewport: { width: 1280, height: 900 } })
  await signIn(page, server.url, person)
  await page.goto(`${server.url}/stop`)
  return page
}

type Who = 'person' | 'script'
const stoppedForAll = /An administrator stopped this for everybody/
/** At tier 2, whatever is stopped and started again. */
const needsPerson = /This was started by a script/
let amount = 12_000

/** Opens a deal, writes another amount and has it saved; answers the amount. */
async function save(deal: string, by: Who): Promise<number> {
  await crm.bringToFront()
  await crm.goto('about:blank')
  await crm.goto(`${practice.url}#/opportunity/${deal}`)
  await badgeNamed(crm, /^save an opportunity/i)
  await crm.getByLabel('Amount').fill(String((amount += 1)))
  const button = crm.getByRole('button', { name: 'Save', exact: true })
  await (by === 'person' ? button.click() : button.evaluate((control: HTMLElement) => control.click()))
  return amount
}

/** What the practice CRM has, asked anew. */
async function kept(): Promise<number> {
  await crm.reload()
  return Number((await crm.getByLabel('Amount').inputValue()).replaceAll(',', ''))
}

async function goesOn(deal: string, by: Who): Promise<void> {
  const written = await save(deal, by)
  await crm.getByText('Saved', { exact: false }).first().waitFor()
  expect(await kept()).toBe(written)
}

async function isRefused(deal: string, by: Who, why: RegExp): Promise<void> {
  const written = await save(deal, by)
  const panel = await panelFrame(crm)
  await panel.getByText(why).first().waitFor()
  await panel.getByText('Nothing has left your browser').waitFor()
  expect(await kept()).not.toBe(written)
}

interface Stop {
  readonly kind: string
  readonly scope: () => Promise<unknown>
  readonly stopped: readonly (readonly [deal: string, by: Who])[]
  readonly goesOn: readonly (readonly [deal: string, by: Who])[]
}
const stops: readonly Stop[] = [
  {
    kind: 'AI acting on its own',
    scope: async () => undefined,
    stopped: [['1', 'script']],
    goesOn: [['1', 'person']],
  },
  {
    kind: 'One campaign or record',
    scope: async () => {
      await admin.getByLabel('Kind of record').selectOption('opportunity')
      await admin.getByLabel('Its number').fill('1')
    },
    stopped: [
      ['1', 'person'],
      ['1', 'script'],
    ],
    goesOn: [['2', 'person']],
  },
  {
    kind: 'One application',
    scope: () => admin.getByLabel('Application', { exact: true }).selectOption('practice'),
    stopped: [
      ['1', 'person'],
      ['2', 'person'],
    ],
    goesOn: [],
  },
  {
    kind: 'Everything',
    scope: async () => undefined,
    stopped: [['2', 'person']],
    goesOn: [],
  },
]

describe('from the console to a page', () => {
  test.each(stops)(
    'F55 F56 $kind: stopped by one press, refused on the page, started again by two people',
    async ({ kind, scope, stopped, goesOn: untouched }) => {
      await admin.getByLabel(kind).check()
      await scope()
      await admin.getByLabel('Why', { exact: true }).fill('It saves wrong amounts.')
      await admin.locator('.stop-hold').hover()
      await admin.mouse.down()
      await admin.locator('.stopped > li').waitFor()
      await admin.mouse.up()
      await admin.getByText('1 of 1').waitFor()
      const [time, back] = (await admin.locator('tbody tr td').allInnerTexts()).slice(-2)
      expect(time).toMatch(/^\d[\d,]* ms$/)
      expect(back).toMatch(/^\d[\d,]* ms$/)
      process.stdout.write(`${kind}: from the order to the browser ${time}, confirmed after ${back}\n`)

      for (const [deal, by] of stopped) await isRefused(deal, by, stoppedForAll)
      for (const [deal, by] of untouched) await goesOn(deal, by)

      await admin.getByRole('button', { name: /Restart …/ }).click()
      const dialog = admin.locator('dialog[open]')
      await dialog.getByLabel('Why it is safe again').fill('The template is corrected.')
      await dialog.getByRole('button', { name: 'Ask for the restart' }).click()
      await admin.getByText('You asked for it, so somebody else has to confirm it.').waitFor()
      await approver.getByRole('button', { name: 'Confirm the restart' }).click()
      await approver.getByText('Nothing is stopped').waitFor()
      await admin.getByText('Nothing is stopped').waitFor()
      for (const [deal, by] of stopped)
        await (by === 'person' ? goesOn(deal, by) : isRefused(deal, by, needsPerson))
    },
  )
})
