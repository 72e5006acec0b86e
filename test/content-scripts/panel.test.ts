import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closedElements } from '../support/closed-roots.ts'
import { panelFrame } from '../support/extension.ts'
import { badges } from './support/badges.ts'
import { buildSlice } from './support/slices.ts'
import { openStage, type Stage } from './support/stage.ts'

describe('panel frame', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage?.close())

  const openHeld = async () => {
    const page = await stage.open('/deal#/deal/7', buildSlice())
    await expect.poll(() => badges(page).then((shown) => shown.length)).toBeGreaterThan(0)
    await page.fill('.active input[name=amount]', '80,000')
    await page.click('.active [data-action=save]')
    await expect.poll(() => frameOf(page), { timeout: 5000 }).toBeDefined()
    return page
  }
  // The one that waits for the next hold has no box.
  const frameOf = async (page: Page) =>
    (await closedElements(page, (tag) => tag === 'iframe')).find(({ box }) => box)
  const isOff = async (page: Page) => (await frameOf(page))?.attributes['class'] === 'off'

  test('it stands inside the viewport, clear of its control, and follows the height it is told', async () => {
    const page = await openHeld()
    const { hold } = await stage.next('action.held')
    await stage.say({ type: 'panel.resized', hold, height: 500 })
    await expect.poll(async () => (await frameOf(page))?.box?.height).toBe(500)
    const box = (await frameOf(page))!.box!
    const control = (await page.locator('.active [data-action=save]').boundingBox())!
    expect(box.x).toBeGreaterThanOrEqual(8)
    expect(box.y).toBeGreaterThanOrEqual(8)
    expect(box.x + box.width).toBeLessThanOrEqual(1280 - 8)
    expect(box.y + box.height).toBeLessThanOrEqual(800 - 8)
    const isApart = box.x >= control.x + control.width || box.y >= control.y + control.height
    expect(isApart).toBe(true)
  })

  test('in a narrow window it gets smaller rather than cover its control', async () => {
    const page = await openHeld()
    const { hold } = await stage.next('action.held')
    await page.setViewportSize({ width: 640, height: 480 })
    await stage.say({ type: 'panel.resized', hold, height: 500 })
    const control = (await page.locator('.active [data-action=save]').boundingBox())!
    const isClear = async () => {
      const box = (await frameOf(page))!.box!
      return box.y + box.height <= control.y || box.y >= control.y + control.height
    }
    await expect.poll(isClear).toBe(true)
  })

  test('a frame waits where something would be held, without a box and without the focus', async () => {
    const page = await stage.open('/deal#/deal/7', buildSlice())
    await expect.poll(() => badges(page).then((shown) => shown.length)).toBeGreaterThan(0)
    const frames = () => closedElements(page, (tag) => tag === 'iframe')
    expect(await frames()).toEqual([])
    await page.fill('.active input[name=amount]', '80,000')
    await expect.poll(() => frames().then((all) => all.map(({ box }) => box))).toEqual([null])
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('amount')
  })

  test('closed by the rep it stays closed until the next gesture', async () => {
    const page = await openHeld()
    const { hold } = await stage.next('action.held')
    await stage.say({ type: 'panel.resized', hold, height: 0 })
    await expect.poll(() => frameOf(page)).toBeUndefined()
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).closest('form') !== null)).toBe(
      true,
    )
    await page.fill('.active input[name=amount]', '81,000')
    await page.click('.active [data-action=save]')
    await expect.poll(() => frameOf(page)).toBeDefined()
  })

  const hiding: Record<string, () => void> = {
    'a popover over it': () => {
      const cover = () => {
        const over = document.createElement('div')
        over.popover = 'manual'
        over.style.cssText =
          'position:fixed;inset:0;width:100vw;height:100vh;pointer-events:none;background:#fff'
        over.style.pointerEvents = 'auto'
        document.body.append(over)
        over.showPopover()
      }
      setInterval(cover, 50)
    },
    'opacity of its host': () => {
      setInterval(() => hostOf().style.setProperty('opacity', '0.01', 'important'), 20)
      function hostOf(): HTMLElement {
        return [...document.querySelectorAll<HTMLElement>('html > *')].findLast((one) =>
          one.localName.startsWith('x-'),
        )!
      }
    },
    'a clip of its host': () => {
      setInterval(() => {
        const host = [...document.querySelectorAll<HTMLElement>('html > *')].findLast((one) =>
          one.localName.startsWith('x-'),
        )
        host?.style.setProperty('clip-path', 'inset(50%)', 'important')
      }, 20)
    },
  }
  for (const [how, hide] of Object.entries(hiding)) {
    test(`hidden by ${how} again and again it is out of use, never clicked blind`, async () => {
      const page = await openHeld()
      await page.evaluate(hide)
      await expect.poll(() => isOff(page), { timeout: 10_000 }).toBe(true)
    })
  }

  test('a page that keeps the focus in its own dialog lets the panel have it', async () => {
    const page = await openHeld()
    await page.evaluate(() => {
      // What Bootstrap 3 does while a dialog is open.
      document.addEventListener('focusin', (event) => {
        if (!document.querySelector('.active form')?.contains(event.target as Node))
          document.querySelector<HTMLElement>('.active input')?.focus()
      })
    })
    const frame = await panelFrame(page)
    await frame.focus('button')
    await expect
      .poll(() => frame.evaluate(() => document.hasFocus() && document.activeElement?.localName))
      .toBe('button')
  })
})
