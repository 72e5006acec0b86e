import type { Page } from 'playwright-core'
import { type ClosedElement, closedElements } from '../support/closed-roots.ts'

/** Badges a person can see now. */
export async function shownBadges(page: Page): Promise<readonly ClosedElement[]> {
  const found = await closedElements(page)
  return found.filter(({ box }) => box !== null && box.width > 0 && box.height > 0)
}

/** Waits for a visible badge whose accessible name fits. */
export async function badgeNamed(page: Page, name: RegExp, timeout = 15_000): Promise<ClosedElement> {
  const deadline = Date.now() + timeout
  for (;;) {
    const badges = await shownBadges(page)
    const found = badges.find((badge) => name.test(badge.name))
    if (found) return found
    if (Date.now() > deadline) {
      throw new Error(`No badge fits ${name}; shown: ${badges.map((badge) => badge.name).join(' | ') || 'none'}`)
    }
    await page.waitForTimeout(100)
  }
}
