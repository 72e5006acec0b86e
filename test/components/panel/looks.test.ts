import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startHarness } from '../browser.ts'
import { violationsOf } from '../check-axe.ts'
import { states } from '../hold-views.ts'
import { openPanel } from '../open-panel.ts'
import type { OpenedPanel } from '../open-panel.ts'
import { looksAsBefore } from '../../support/baseline.ts'

let browser: Browser
let stop: () => Promise<void>
beforeAll(async () => {
  ;({ browser, stop } = await startHarness())
}, 120_000)
afterAll(() => stop?.())

const names = Object.keys(states) as (keyof typeof states)[]

describe.each(['light', 'dark'] as const)('the panel in %s', (scheme) => {
  let panel: OpenedPanel
  beforeAll(async () => {
    panel = await openPanel(browser, null, { scheme })
    await panel.resume()
  })
  afterAll(() => panel?.close())

  test.each(names)(
    'has no accessibility violation and no sideways scrolling: %s',
    { timeout: 30_000 },
    async (name) => {
      await panel.show(await states[name]())
      expect(await violationsOf(panel.page)).toEqual([])
      const tooWide = await panel.page.evaluate(
        () =>
          [...document.querySelectorAll('body, .panel, .panel-body, .panel-content')].filter(
            (box) => box.scrollWidth > box.clientWidth,
          ).length,
      )
      expect(tooWide).toBe(0)
    },
  )
})

describe('the panel', () => {
  const pictured = ['approval to be asked', 'banned words', 'three rules at once'] as const
  test.each(pictured)('F94 looks as it did: %s', async (name) => {
    const panel = await openPanel(browser, await states[name]())
    try {
      await looksAsBefore(panel.page, `panel-${name.replaceAll(' ', '-')}`)
    } finally {
      await panel.close()
    }
  })

  test('F01 says its tier in words on every tier', { timeout: 30_000 }, async () => {
    const view = await states['approval to be asked']()
    const panel = await openPanel(browser, view)
    try {
      const words = { 1: 'Suggest', 2: 'Draft', 3: 'Needs approval', 4: 'Autonomous' } as const
      for (const tier of [1, 2, 3, 4] as const) {
        await panel.show({ ...view, decision: { ...view.decision, tier } })
        expect(await panel.page.locator('.ui-tier').innerText()).toContain(words[tier])
      }
    } finally {
      await panel.close()
    }
  })

  test(
    'keeps its words and controls in forced colours and from right to left',
    { timeout: 30_000 },
    async () => {
      const panel = await openPanel(browser, await states['three rules at once'](), {
        forcedColors: 'active',
      })
      try {
        await panel.resume()
        await panel.page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
        const close = await panel.page.getByRole('button', { name: 'Close' }).boundingBox()
        expect(close?.x).toBeLessThan(60)
        expect(await violationsOf(panel.page)).toEqual([])
      } finally {
        await panel.close()
      }
    },
  )

  test(
    'asks for the height its content needs, and less again when it shrinks',
    { timeout: 30_000 },
    async () => {
      const panel = await openPanel(browser, await states['three rules at once'](), { height: 300 })
      try {
        await panel.page.waitForFunction(() =>
          window.harness.sent.some((message) => message.type === 'panel.measured' && message.height > 1000),
        )
        await panel.show(await states['done']())
        await panel.page.waitForFunction(() => {
          const heights = window.harness.sent.flatMap((message) =>
            message.type === 'panel.measured' ? [message.height] : [],
          )
          return (heights.at(-1) ?? 0) < 400
        })
      } finally {
        await panel.close()
      }
    },
  )

  test('a page that writes markup into a field shows it as text', { timeout: 30_000 }, async () => {
    const view = await states['approval to be asked']()
    const markup = '<img src=x onerror="window.taken=1"><b>Approve</b>'
    const fields = [{ name: 'x', label: markup, before: markup, after: markup, beforeKnown: true }]
    const panel = await openPanel(browser, { ...view, action: { ...view.action, fields } })
    try {
      expect(await panel.page.locator('.ui-diff img, .ui-diff b').count()).toBe(0)
      expect(await panel.page.locator('.ui-diff').innerText()).toContain(markup)
    } finally {
      await panel.close()
    }
  })

  test('a source that is no web address is no link', { timeout: 30_000 }, async () => {
    const panel = await openPanel(browser, await states['reason to be given']())
    try {
      const links = panel.page.locator('.sources a')
      expect(await links.count()).toBe(1)
      expect(await links.getAttribute('href')).toBe('https://notes.example/12')
    } finally {
      await panel.close()
    }
  })

  test('hidden and look-alike characters in the diff are marked', { timeout: 30_000 }, async () => {
    const panel = await openPanel(browser, await states['hidden characters']())
    try {
      expect(await panel.page.locator('.ui-flag').allInnerTexts()).toEqual(
        expect.arrayContaining([expect.stringContaining('U+202E'), expect.stringContaining('U+200B')]),
      )
      await panel.page.getByText('This text contains hidden or look-alike characters').waitFor()
    } finally {
      await panel.close()
    }
  })

  test('F32 5,000 recipients are a count, a sample and a download of all', { timeout: 30_000 }, async () => {
    const view = await states['approval to be asked']()
    const recipients = Array.from({ length: 5000 }, (_, number) => `person-${number}@customer.example`)
    const panel = await openPanel(browser, { ...view, action: { ...view.action, recipients } })
    try {
      const shown = panel.page.locator('.request')
      await shown.getByText('5,000 recipients', { exact: true }).waitFor()
      await shown.getByText('and 4,992 more').waitFor()
      const [download] = await Promise.all([
        panel.page.waitForEvent('download'),
        shown.getByRole('button', { name: 'Download all 5,000' }).click(),
      ])
      const lines = (await readFile(await download.path(), 'utf8')).split('\n')
      expect(lines).toEqual(recipients)
    } finally {
      await panel.close()
    }
  })
})
