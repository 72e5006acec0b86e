import type { Locator, Page } from 'playwright-core'
import { type ClosedElement, closedElements } from '../support/closed-roots.ts'

/** Badges a person can see now. */
export async function shownBadges(page: Page, inFrames = false): Promise<readonly ClosedElement[]> {
  const found = await closedElements(page, undefined, inFrames)
  // Over a control that something covers, the badge keeps its box and is not shown.
  return found.filter(
    ({ box, attributes }) =>
      box !== null &&
      box.width > 0 &&
      box.height > 0 &&
      // A page may have buttons in closed roots of its own.
      /^t\d( stop)?$/.test(attributes['class'] ?? '') &&
      !/visibility:\s*hidden/.test(attributes['style'] ?? ''),
  )
}

/** The badges that stand at this control: right beside it, or under or over it with the same edge. */
export async function badgesAt(page: Page, control: Locator): Promise<readonly ClosedElement[]> {
  const badges = await shownBadges(page)
  const place = await control.boundingBox()
  if (place === null) throw new Error('The control is not on the page')
  const isNear = (one: number, other: number) => Math.abs(one - other) <= 3
  return badges.filter(({ box }) => {
    if (box === null) return false
    const isBeside =
      isNear(box.x, place.x + place.width + 4) && isNear(box.y + box.height / 2, place.y + place.height / 2)
    const isAligned = isNear(box.x + box.width, place.x + place.width)
    const isUnder = isNear(box.y, place.y + place.height + 2)
    const isOver = isNear(box.y + box.height, place.y - 2)
    return isBeside || (isAligned && (isUnder || isOver))
  })
}

/** Waits for a visible badge whose accessible name fits. */
export async function badgeNamed(page: Page, name: RegExp, timeout = 15_000): Promise<ClosedElement> {
  const deadline = Date.now() + timeout
  for (;;) {
    const badges = await shownBadges(page)
    const found = badges.find((badge) => name.test(badge.name))
    if (found) return found
    if (Date.now() > deadline) {
      throw new Error(
        `No badge fits ${name}; shown: ${badges.map((badge) => badge.name).join(' | ') || 'none'}`,
      )
    }
    await page.waitForTimeout(100)
  }
}
