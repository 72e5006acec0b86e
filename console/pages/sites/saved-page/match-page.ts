import type { Locator, SitePack, Surface } from '../../../../protocol/site-pack.ts'
import { points, scoreOf, shapeOf, type Sight } from '../../../../reading/score.ts'
import { matchTemplate } from '../../../../reading/template.ts'
import { eachRoot } from './saved-page.ts'

export interface LocatorMatch {
  readonly locator: Locator
  /** Elements of the page it points at. */
  readonly count: number
  /** Whether one of them is the control that was found. */
  readonly agrees: boolean
}

export interface SurfaceMatch {
  readonly id: string
  readonly name: string
  /** Address, and what must and must not be there. */
  readonly isHere: boolean
  readonly control: Element | null
  /** The part of the page it is looked for in, when that is not there. */
  readonly missingScope: string | null
  /** Weight of the locators that agree, against that of all of them; 0 to 1. */
  readonly confidence: number
  /** Elements that reach the threshold as well. */
  readonly rivals: number
  readonly locators: readonly LocatorMatch[]
  readonly fields: readonly { readonly label: string; readonly elements: readonly Element[] }[]
}

type FoundControl = Omit<SurfaceMatch, 'isHere' | 'fields' | 'missingScope'>

export interface PageMatch {
  readonly isDetected: boolean
  readonly surfaces: readonly SurfaceMatch[]
}

/** What the engine would find on this page, by the same weights. `address` is path, query and hash. */
export function matchPage(page: Document, pack: SitePack, address: string): PageMatch {
  const roots: (Document | ShadowRoot)[] = []
  eachRoot(page, (root) => roots.push(root))
  const within = (scope: Node) => (css: string) =>
    roots.flatMap((root) => found(root, css).filter((element) => scope === page || isWithin(element, scope)))
  const scopeOf = (name: string): Node | undefined =>
    name === 'document' ? page : within(page)(pack.scopes[name] ?? '').find(isVisible)
  const isShown = ({ scope, css }: { readonly scope: string; readonly css: string }) => {
    const root = scopeOf(scope)
    return root !== undefined && within(root)(css).some(isVisible)
  }

  const surfaces = pack.surfaces.map((surface) => {
    const scope = surface.control ? scopeOf(surface.control.scope) : undefined
    const { when } = surface
    const isPlace = when.url.length === 0 || when.url.some((template) => isAddress(template, address))
    return {
      ...(scope === undefined ? nothing(surface) : matchControl(surface, { all: within(scope), address })),
      missingScope: surface.control && scope === undefined ? surface.control.scope : null,
      isHere: isPlace && when.present.every(isShown) && !when.absent.some(isShown),
      fields: surface.fields.map(({ label, name, from }) => {
        const root = scopeOf(from.scope)
        return { label: label || name, elements: root === undefined ? [] : within(root)(from.css) }
      }),
    }
  })
  return { isDetected: pack.detect.some((css) => within(page)(css).length > 0), surfaces }
}

function matchControl(surface: Surface, sight: Sight): FoundControl {
  const { control, id, name } = surface
  if (!control) return nothing(surface)
  const scored = sight
    .all(control.locators.map(shapeOf).join(','))
    .map((element) => ({ element, score: scoreOf(element, control.locators, sight) }))
    .filter(({ element, score }) => score >= control.threshold && isVisible(element))
    .toSorted((left, right) => right.score - left.score)
  const best = scored[0]
  const whole = control.locators.reduce((sum, { weight }) => sum + weight, 0)
  return {
    ...{ id, name },
    control: best?.element ?? null,
    confidence: best && whole > 0 ? best.score / whole : 0,
    rivals: Math.max(0, scored.length - 1),
    locators: control.locators.map((locator) => {
      const hits = sight.all(shapeOf(locator)).filter((element) => points(locator, element, sight))
      return { locator, count: hits.length, agrees: best !== undefined && hits.includes(best.element) }
    }),
  }
}

function nothing({ id, name, control }: Surface): FoundControl {
  const locators = (control?.locators ?? []).map((locator) => ({ locator, count: 0, agrees: false }))
  return { id, name, control: null, confidence: 0, rivals: 0, locators }
}

function isAddress(template: string, address: string): boolean {
  const bare = address.replace(/^([^?#]*)\?[^#]*/, '$1')
  return matchTemplate(template, address) !== undefined || matchTemplate(template, bare) !== undefined
}

function found(root: Document | ShadowRoot, css: string): Element[] {
  try {
    return css === '' ? [] : [...root.querySelectorAll(css)]
  } catch {
    // The findings say that it is no selector; here it simply finds nothing.
    return []
  }
}

function isWithin(node: Node, scope: Node): boolean {
  for (let at: Node | null = node; at; at = at.parentNode ?? (at as Partial<ShadowRoot>).host ?? null)
    if (at === scope) return true
  return false
}

function isVisible(element: Element): boolean {
  return (
    element.getClientRects().length > 0 &&
    element.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })
  )
}
