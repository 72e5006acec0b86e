import type { Browser, Frame, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startHarness, openContext, origin } from '../browser.ts'
import { hold, states } from '../hold-views.ts'
import { openPanel } from '../open-panel.ts'
import type { OpenedPanel } from '../open-panel.ts'

let browser: Browser
let stop: () => Promise<void>
beforeAll(async () => {
  ;({ browser, stop } = await startHarness())
}, 120_000)
afterAll(() => stop?.())

const tick = (panel: OpenedPanel) =>
  panel.page.getByRole('checkbox', { name: 'I have read this and it is right' })
const completed = async (panel: OpenedPanel) =>
  (await panel.asked()).filter((message) => message.type === 'review.completed').length

describe('the activation gate', { timeout: 30_000 }, () => {
  async function withReview(work: (panel: OpenedPanel) => Promise<void>) {
    const panel = await openPanel(browser, await states['review to be done']())
    try {
      await work(panel)
    } finally {
      await panel.close()
    }
  }

  test('a scripted click, key or input does nothing', () =>
    withReview(async (panel) => {
      await tick(panel).evaluate((box: HTMLInputElement) => {
        box.click()
        box.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))
        box.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true }))
        box.dispatchEvent(new Event('change', { bubbles: true }))
      })
      expect(await completed(panel)).toBe(0)
      expect(await tick(panel).isChecked()).toBe(false)
    }))

  test('a press within 500 ms after the panel said something new does nothing, later it counts', () =>
    withReview(async (panel) => {
      await panel.show({ ...(await states['review to be done']()), digest: 'f'.repeat(64) })
      await panel.pass(400)
      await tick(panel).click()
      expect(await completed(panel)).toBe(0)
      await panel.pass(200)
      await tick(panel).click()
      expect(await completed(panel)).toBe(1)
    }))

  test('a press within 500 ms after the panel got the focus back does nothing', () =>
    withReview(async (panel) => {
      await panel.page.evaluate(() => window.dispatchEvent(new Event('focus')))
      await tick(panel).click()
      expect(await completed(panel)).toBe(0)
    }))

  test('a press within 500 ms after the panel was resized does nothing', () =>
    withReview(async (panel) => {
      await panel.page.setViewportSize({ width: 360, height: 700 })
      await tick(panel).click()
      expect(await completed(panel)).toBe(0)
    }))

  test('a key held down on another control does not answer the one that gets the focus', () =>
    withReview(async (panel) => {
      await tick(panel).focus()
      await panel.page.keyboard.down('Space')
      await panel.page.keyboard.down('Space')
      await panel.page.keyboard.up('Space')
      expect(await completed(panel)).toBe(0)
      await panel.page.keyboard.press('Space')
      expect(await completed(panel)).toBe(1)
    }))

  test('a press that began elsewhere does not count', () =>
    withReview(async (panel) => {
      await tick(panel).scrollIntoViewIfNeeded()
      const box = await tick(panel).boundingBox()
      if (box === null) throw new Error('The checkbox is not on screen')
      await panel.page.mouse.move(box.x + 10, box.y - 40)
      await panel.page.mouse.down()
      await panel.page.mouse.move(box.x + 10, box.y + 10)
      await panel.page.mouse.up()
      expect(await completed(panel)).toBe(0)
    }))

  test('the label of the tick counts like the tick', () =>
    withReview(async (panel) => {
      await panel.page.getByText('I have read this and it is right').click()
      expect(await completed(panel)).toBe(1)
    }))
})

describe('a panel inside a page', { timeout: 30_000 }, () => {
  /** A page of another site with the panel in a frame, styled as the page likes. */
  async function embed(
    style: string,
    beside = '',
  ): Promise<{ readonly page: Page; readonly close: () => Promise<void> }> {
    const context = await openContext(browser, { width: 800, height: 900 })
    await context.route('http://crm.example/', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!doctype html><body><div id="host" style="position:fixed;inset:20px auto auto 20px;${style}"></div>${beside}
          <script>
            const root = document.getElementById('host').attachShadow({ mode: 'closed' })
            root.innerHTML = '<iframe style="border:0;border-radius:12px;box-shadow:0 8px 24px #0006;inline-size:380px;block-size:800px" src="${origin}/panel.html#hold=${hold}"></iframe>'
          </script>`,
      }),
    )
    const page = await context.newPage()
    await page.goto('http://crm.example/')
    const frame = await waitForFrame(page)
    const view = await states['review to be done']()
    await frame.evaluate(
      (shown) => window.harness.show({ type: 'hold.shown', view: shown as never }),
      view as unknown,
    )
    return { page, close: () => context.close() }
  }

  async function waitForFrame(page: Page) {
    await expect.poll(() => page.frames().some((frame) => frame.url().startsWith(origin))).toBe(true)
    const frame = page.frames().find((candidate) => candidate.url().startsWith(origin))
    if (!frame) throw new Error('The panel frame is gone')
    await frame.waitForFunction(() => window.harness.sent.length > 0)
    return frame
  }

  /** Presses once the delay is over and the browser has looked at the control twice since it was scrolled into sight. */
  async function pressTick(
    page: Page,
    scroll = (frame: Frame) => frame.getByRole('checkbox').scrollIntoViewIfNeeded(),
  ): Promise<number> {
    const frame = await waitForFrame(page)
    await scroll(frame)
    const box = await frame.getByRole('checkbox').boundingBox()
    if (box === null) throw new Error('The checkbox is not on screen')
    await frame.evaluate(async () => {
      const control = document.querySelector('[data-consent]')
      const look = () =>
        new Promise<void>((done) => {
          const sight = new IntersectionObserver(
            (entries) => {
              if (!entries.some((entry) => entry.isIntersecting)) return
              sight.disconnect()
              done()
            },
            { trackVisibility: true, delay: 100 } as IntersectionObserverInit,
          )
          if (control) sight.observe(control)
        })
      const opened = performance.now()
      while (performance.now() - opened < 700) {
        await look()
        await new Promise((done) => requestAnimationFrame(done))
      }
    })
    await page.mouse.click(box.x + 8, box.y + 8)
    return frame.evaluate(
      () => window.harness.sent.filter((message) => message.type === 'review.completed').length,
    )
  }

  test('is answered when nothing covers it', async () => {
    const { page, close } = await embed('')
    try {
      expect(await pressTick(page)).toBe(1)
    } finally {
      await close()
    }
  })

  test('is answered where it is scrolled half under the foot of the panel itself', async () => {
    const { page, close } = await embed('')
    try {
      const scroll = (frame: Frame) =>
        frame.evaluate(() => {
          const part = (css: string) => document.querySelector<HTMLElement>(css)!
          part('.panel').style.blockSize = '360px'
          const { bottom } = part('.panel-body').getBoundingClientRect()
          part('.panel-body').scrollTop += part('[data-consent]').getBoundingClientRect().top - (bottom - 24)
        })
      expect(await pressTick(page, scroll)).toBe(1)
    } finally {
      await close()
    }
  })

  test.each([
    ['made nearly transparent', 'opacity:0.05', ''],
    [
      'covered by a layer that lets clicks through',
      '',
      '<div style="position:fixed;inset:0;background:#fff;pointer-events:none;z-index:9"></div>',
    ],
    ['blurred', 'filter:blur(8px)', ''],
  ])('%s, is not answered and says why', async (_, style, beside) => {
    const { page, close } = await embed(style, beside)
    try {
      expect(await pressTick(page)).toBe(0)
      const frame = await waitForFrame(page)
      await frame.getByText('covers the panel').waitFor()
    } finally {
      await close()
    }
  })
})
