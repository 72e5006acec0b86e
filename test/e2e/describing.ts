import type { Page } from 'playwright-core'
import type { Chromium } from '../support/extension.ts'
import type { GeneratedSite } from '../support/generated-page.ts'

/** An administrator at the side panel and at a page, whose presses and choices are counted. */
export interface Administrator {
  readonly page: Page
  readonly panel: Page
  interactions: number
  /** A press in the side panel. */
  press(name: string | RegExp): Promise<void>
  choose(label: string, option: string): Promise<void>
  /** A press on the page itself. */
  point(what: string): Promise<void>
  type(what: string, text: string): Promise<void>
  keys(keys: string): Promise<void>
}

/** The side panel in a tab of its own: Playwright cannot see the real one. It looks at the tab it is told of. */
export async function sitDown(chromium: Chromium, site: GeneratedSite): Promise<Administrator> {
  const page = await chromium.context.newPage()
  await page.goto(site.url + site.page.address)
  const worker = await chromium.worker()
  const tab = await worker.evaluate(async (url) => {
    const tabs = await chrome.tabs.query({ url: `${url}/*` })
    return tabs[0]?.id
  }, site.url)
  const panel = await chromium.openExtensionPage(`sidepanel.html?tab=${tab}`)
  await panel.setViewportSize({ width: 380, height: 800 })
  const use = usePage(page)
  const admin: Administrator = {
    page,
    panel,
    interactions: 0,
    async press(name) {
      admin.interactions += 1
      await panel.bringToFront()
      await panel.getByRole('button', { name, exact: typeof name === 'string' }).click()
    },
    async choose(label, option) {
      admin.interactions += 1
      await panel.bringToFront()
      // By keys, as the panel takes nothing that a script does to it.
      await panel.getByLabel(label, { exact: true }).focus()
      await panel.keyboard.type(option)
    },
    async point(what) {
      admin.interactions += 1
      await use.point(what)
    },
    async type(what, text) {
      admin.interactions += 1
      await use.type(what, text)
    },
    async keys(keys) {
      admin.interactions += 1
      await use.keys(keys)
    },
  }
  return admin
}

/** A person's hands on a generated page; the page itself says where its things are, closed shadow roots included. */
export function usePage(page: Page) {
  const spot = (what: string) =>
    page.evaluate(
      (name) =>
        (window as unknown as { where(name: string): { x: number; y: number; left: number } }).where(name),
      what,
    )
  return {
    async point(what: string): Promise<void> {
      await page.bringToFront()
      const { x, y } = await spot(what)
      await page.mouse.move(x - 3, y - 1)
      await page.mouse.click(x, y)
    },
    async type(what: string, text: string): Promise<void> {
      await page.bringToFront()
      const { left, y } = await spot(what)
      // Of a date its first part is pressed; the others follow as it is typed.
      await page.mouse.click(left + 12, y, { clickCount: what === 'date' ? 1 : 3 })
      await page.keyboard.type(text)
    },
    async keys(keys: string): Promise<void> {
      await page.bringToFront()
      await page.keyboard.press(keys)
    },
  }
}
