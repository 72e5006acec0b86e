import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violationsOf } from '../components/check-axe.ts'
import { type PracticeProcess, startPractice } from '../support/practice-process.ts'
import { launchPlainChromium } from '../support/plain-chromium.ts'

const views = [
  '#/opportunities',
  '#/opportunity/1',
  '#/sequences',
  '#/sequence/1',
  '#/sent',
  '#/nowhere',
] as const

let folder: string
let practice: PracticeProcess
let browser: Browser
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-practice-'))
  practice = await startPractice(join(folder, 'book.json'))
  browser = await launchPlainChromium()
})
afterAll(async () => {
  await browser?.close()
  await practice?.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('the practice CRM', () => {
  test.each(['light', 'dark'] as const)('every view in %s has 0 violations of axe', async (colorScheme) => {
    const page = await browser.newPage({ colorScheme })
    const found: string[] = []
    for (const view of views) {
      // Another hash alone would keep the document, and the view before it in sight.
      await page.goto('about:blank')
      await page.goto(practice.url + view)
      await page.locator('#view > *').first().waitFor()
      found.push(...(await violationsOf(page)).map((violation) => `${view} ${violation}`))
    }
    expect(found).toEqual([])
    await page.close()
  })
})
