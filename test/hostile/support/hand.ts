import type { Page } from 'playwright-core'

/** What the rep does on a hostile page: real, trusted input. */
export async function act(page: Page, [verb, first = 'body', second = '']: readonly string[]): Promise<void> {
  switch (verb) {
    case 'click':
      return press(page, first, 1)
    case 'dblclick':
      return press(page, first, 2)
    case 'press':
      return page.keyboard.press(first)
    case 'focus':
      return page.focus(first)
    case 'fill':
      return page.fill(first, second)
    case 'drag':
      return drag(page, first, second)
    case 'see':
      return void (await page.waitForSelector(first))
    case 'back':
      await page.evaluate(() => history.back()).catch(() => undefined)
      return void (await page.waitForSelector('#go'))
    case undefined:
    default:
      throw new Error(`no hand can ${verb}`)
  }
}

/** By the mouse alone: a click of Playwright waits for a navigation that we cancelled. */
async function press(page: Page, selector: string, clickCount: number): Promise<void> {
  await page.waitForSelector(selector)
  const box = await page.locator(selector).boundingBox()
  if (!box) throw new Error(`nothing to press: ${selector}`)
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, { clickCount })
}

async function drag(page: Page, from: string, to: string): Promise<void> {
  await page.hover(from)
  await page.mouse.down()
  const box = await page.locator(to).boundingBox()
  if (!box) throw new Error(`nowhere to drop: ${to}`)
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 })
  await page.mouse.up()
}
