import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DevelopmentBuild, startDevelopmentBuild } from '../support/crxjs-build.ts'
import { builtExtension, type Chromium, launchChromium, panelFrame } from '../support/extension.ts'
import { startServerProcess, type ServerProcess } from '../support/server-process.ts'
import { badgeNamed } from './badges.ts'
import { type PracticeProcess, startPractice } from '../support/practice-process.ts'
import { enrol } from './stage.ts'

let folder: string
let server: ServerProcess
let practice: PracticeProcess
let development: DevelopmentBuild

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-builds-'))
  server = await startServerProcess(join(folder, 'server'))
  practice = await startPractice(join(folder, 'practice.json'))
  development = await startDevelopmentBuild()
})
afterAll(async () => {
  await development?.stop()
  await practice?.stop()
  await server?.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

const builds = [
  { build: 'that ships, by WXT', isServed: false },
  { build: 'for development, by CRXJS', isServed: true },
]

describe.each(builds)('the build $build', ({ isServed }) => {
  let browser: Chromium
  let crm: Page
  let panel: Frame
  beforeAll(async () => {
    browser = await launchChromium({ extensionDir: isServed ? development.extension : builtExtension })
    crm = await browser.context.newPage()
  })
  afterAll(() => browser?.close())

  test('enrols, shows a badge, holds a save above the amount, and asks why in the panel', async () => {
    await enrol(browser, server)
    await crm.goto(`${practice.url}#/opportunity/1`)
    await badgeNamed(crm, /^save an opportunity/i)
    const before = await amount()
    await crm.getByLabel('Amount').fill('90000')
    await crm.getByRole('button', { name: 'Save', exact: true }).click()
    panel = await panelFrame(crm, 30_000)
    await panel.getByLabel('Why is this right?').fill('They took the larger plan.')
    expect(await amount()).toBe(before)
  })

  const shows = 'shows an edit of a component at once in the open panel, and keeps what the rep has typed'
  if (isServed)
    test(shows, async () => {
      await editWord()
      await panel.getByText('Edited just now').waitFor()
      expect(await panel.getByLabel('Why is this right?').inputValue()).toBe('They took the larger plan.')
      expect(await crm.getByLabel('Amount').inputValue()).toBe('90000')
    })

  async function amount(): Promise<number | undefined> {
    const { opportunities } = (await (await fetch(`${practice.url}api/book`)).json()) as {
      opportunities: { id: string; amount: number }[]
    }
    return opportunities.find(({ id }) => id === '1')?.amount
  }
})

async function editWord(): Promise<void> {
  const file = join(development.sources, 'components/panel/PanelHead.tsx')
  const source = await readFile(file, 'utf8')
  const edited = source.replace("<span>{t('product')}</span>", '<span>Edited just now</span>')
  if (edited === source) throw new Error('PanelHead.tsx has no such word')
  await writeFile(file, edited)
}
