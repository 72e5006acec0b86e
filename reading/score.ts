import type { Locator } from '../protocol/site-pack.ts'
import { clickable, nameOf, roleOf, textOf } from './name.ts'

/** What is looked at: everything matching a selector inside the scope, and the address of the page. */
export interface Sight {
  readonly all: (css: string) => readonly Element[]
  readonly address: string
}

/** The sum of the weights of the locators that point at `element`. */
export function scoreOf(element: Element, locators: readonly Locator[], sight: Sight): number {
  return locators.reduce((sum, one) => sum + (points(one, element, sight) ? one.weight : 0), 0)
}

export function points(locator: Locator, element: Element, { all, address }: Sight): boolean {
  switch (locator.by) {
    case 'attribute':
      return element.matches(locator.css)
    case 'role':
      return roleOf(element) === locator.role && nameOf(element) === locator.name
    case 'text':
      return textOf(element) === locator.text
    case 'position':
      return element.matches(locator.css) && all(locator.css)[locator.index] === element
    case 'entity':
      return element.matches(locator.css) && address.includes(locator.entity)
  }
  locator satisfies never
}

/** What an element must match to be a candidate for a locator at all. */
export function shapeOf(locator: Locator): string {
  return 'css' in locator ? locator.css : clickable
}
