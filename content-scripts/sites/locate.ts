import type { PageSource, Surface } from '../../protocol/site-pack.ts'
import { points, scoreOf, shapeOf } from '../../reading/score.ts'
import type { Sight } from '../../reading/score.ts'
import { allWithin, isWithin } from '../dom/roots.ts'
import { isVisible } from '../dom/visible.ts'
import { matchPage, page, pageAddress } from '../page.ts'

let scopes: Map<string, Node | undefined> | undefined

/** Finds each scope once while `read` runs: within it the page does not change. */
export function inOneGlance(read: () => void): void {
  scopes = new Map()
  try {
    read()
  } finally {
    scopes = undefined
  }
}

/** The root of a scope: ids repeat in hidden tabs, so only the first visible match counts. */
function scopeOf(name: string): Node | undefined {
  if (scopes?.has(name)) return scopes.get(name)
  const css = page.site?.slice.pack.scopes[name]
  const found = css ? allWithin(document, css).find(isVisible) : name === 'document' ? document : undefined
  scopes?.set(name, found)
  return found
}

/** Is the surface on this page now: URL, and what must and must not be there? */
export function isPresent({ when }: Surface): boolean {
  return (
    page.isDetected &&
    (!when.url.length || when.url.some(matchPage)) &&
    when.present.every(isShown) &&
    !when.absent.some(isShown)
  )
}

/** The control of a surface; `missing` names the signals that no longer point at it. */
export function locate(surface: Surface): { element: Element; missing: string[] } | undefined {
  const { control } = surface
  const scope = control && scopeOf(control.scope)
  if (!scope) return undefined
  const sight = sightOf(scope)
  const best = sight
    .all(control.locators.map(shapeOf).join(','))
    .map((element) => ({ element, score: scoreOf(element, control.locators, sight) }))
    .filter(({ element, score }) => score >= control.threshold && isVisible(element))
    .sort((left, right) => right.score - left.score)[0]
  return (
    best && {
      element: best.element,
      missing: control.locators.filter((one) => !points(one, best.element, sight)).map(({ by }) => by),
    }
  )
}

/** Is `element` the control of the surface, seen from an event on it? Asks only about this element: free at event time. */
export function isControl(element: Element, surface: Surface): boolean {
  const { control } = surface
  const scope = control && scopeOf(control.scope)
  return (
    !!scope &&
    isWithin(element, scope) &&
    scoreOf(element, control.locators, sightOf(scope)) >= control.threshold
  )
}

function sightOf(scope: Node): Sight {
  return { all: (css) => allWithin(scope, css), address: pageAddress() }
}

/** Elements of a page source: the visible ones if there are any, else those that are there. */
export function elementsOf({ scope, css }: PageSource): Element[] {
  const root = scopeOf(scope)
  const found = root ? allWithin(root, css) : []
  const shown = found.filter(isVisible)
  return shown.length ? shown : found
}

function isShown({ scope, css }: PageSource): boolean {
  const root = scopeOf(scope)
  return !!root && allWithin(root, css).some(isVisible)
}
