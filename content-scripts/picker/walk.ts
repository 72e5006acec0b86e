import { roots } from '../dom/roots.ts'
import { isOurs } from '../dom/top-layer.ts'
import { isVisible } from '../dom/visible.ts'
import { resident } from '../resident.ts'

/** Meets every shadow root of the page as it is now, so that a search goes through all of them. */
export function meetRoots(): void {
  roots.clear()
  roots.add(document)
  const meet = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      const inner = resident().shadowOf(element)
      if (!inner || roots.has(inner) || isOurs(element)) continue
      roots.add(inner)
      meet(inner)
    }
  }
  meet(document)
}

/** What is under a point, through shadow roots of either mode; what is ours does not count. */
export function elementAt(x: number, y: number): Element | undefined {
  let root: Document | ShadowRoot = document
  let found: Element | undefined
  for (;;) {
    const within: Document | ShadowRoot = root
    // A root answers with what lies over it as well, which is none of its own.
    const next: Element | undefined = within
      .elementsFromPoint(x, y)
      .find((element) => element.getRootNode() === within && !isOurs(element))
    found = next ?? found
    const inner: ShadowRoot | null = next ? resident().shadowOf(next) : null
    if (!inner) return found
    root = inner
  }
}

export function parentOf(element: Element): Element | undefined {
  const root = element.getRootNode()
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : undefined)
}

function childrenOf(element: Element): Element[] {
  return [...(resident().shadowOf(element)?.children ?? []), ...element.children].filter(isVisible)
}

export type Step = 'parent' | 'child' | 'next' | 'previous'

/** One step through the page as it is drawn; undefined where there is none. */
export function step(from: Element, direction: Step): Element | undefined {
  const parent = parentOf(from)
  if (direction === 'parent') return parent && parent !== document.documentElement ? parent : undefined
  if (direction === 'child') return childrenOf(from)[0]
  const siblings = parent ? childrenOf(parent) : []
  return siblings[siblings.indexOf(from) + (direction === 'next' ? 1 : -1)]
}

/** The nearest element around `from` that fits, itself included, through shadow boundaries. */
export function closestAcross(from: Element, css: string): Element | undefined {
  for (let at: Element | undefined = from; at; at = parentOf(at)) if (at.matches(css)) return at
  return undefined
}
