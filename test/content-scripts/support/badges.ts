import type { Page } from 'playwright-core'
import { closedElements, type ClosedElement } from '../../support/closed-roots.ts'

/** The badges a person sees, told by the names they are given. */
export async function badges(page: Page): Promise<readonly ClosedElement[]> {
  const buttons = await closedElements(page)
  return buttons.filter(
    ({ name, box }) => box && /^(Save a deal|Launch a campaign|Send a letter): /.test(name),
  )
}
