import type { WaitingTerms } from '../policy/content/waiting-terms.ts'
import { prepare } from '../policy/prepare.ts'
import type { PreparedSlice } from '../policy/prepare.ts'
import type { Slice } from '../policy/slice.ts'
import type { Surface } from '../protocol/site-pack.ts'
import { resident } from './resident.ts'
import { matchTemplate } from '../reading/template.ts'

/** One site this page may be. */
export interface Site {
  readonly slice: Slice
  readonly prepared: PreparedSlice
  /** Surfaces whose selectors this browser accepts. */
  readonly surfaces: readonly Surface[]
}

/** Several packs can share a host; the page shows which one it is. */
export const sites = new Map<string, Site>()

/** The site whose surfaces are being read. `isDetected` is never unlearned, or a page could hide from it. */
export const page: { site: Site | undefined; isDetected: boolean } = { site: undefined, isDetected: false }

export function site(): Site {
  if (!page.site) throw new Error('No site.')
  return page.site
}

export function adopt(slice: Slice): void {
  const surfaces = slice.pack.surfaces.filter(isSound)
  const known = sites.get(slice.site)
  // A new lease or suggestion is no reason to read every term again.
  const isSameBundle = known?.slice.bundleDigest === slice.bundleDigest
  const prepared = prepare(slice, isSameBundle ? known.prepared.terms : undefined)
  const made = { slice, prepared, surfaces }
  sites.set(slice.site, made)
  if (page.site?.slice.site === slice.site) page.site = made
  warmUp(prepared.terms)
}

/** Does the work of the first decision while the page rests. */
function warmUp(terms: WaitingTerms): void {
  requestIdleCallback((idle) => {
    do if (!terms.warm()) return
    while (idle.timeRemaining() > 5)
    warmUp(terms)
  })
}

/** Finds out which of the sites this page is. */
export function detect(): void {
  if (page.isDetected) return
  for (const one of sites.values()) {
    if (!one.slice.pack.detect.some((css) => document.querySelector(css))) continue
    page.site = one
    page.isDetected = true
  }
}

let known = { href: '', address: '' }

/** Path, query and hash; cut, because templates are matched against it and a page may make it any length. */
export function pageAddress(): string {
  const { href } = location
  if (known.href !== href) {
    const { pathname, search, hash } = ownUrl()
    known = { href, address: (pathname + search + hash).slice(0, 2000) }
  }
  return known.address
}

/** Where the page is, by a template. A query that the template does not name makes no other place of it. */
export function matchPage(template: string): Record<string, string> | undefined {
  const address = pageAddress()
  return (
    matchTemplate(template, address) ?? matchTemplate(template, address.replace(/^([^?#]*)\?[^#]*/, '$1'))
  )
}

export function ownUrl(): URL {
  // about:blank and srcdoc frames act for the page that made them.
  return new URL(location.protocol === 'about:' ? document.baseURI : location.href)
}

/** A selector that the browser refuses would throw in the middle of a gesture. */
function isSound(surface: Surface): boolean {
  try {
    for (const css of selectorsIn(surface)) document.createDocumentFragment().querySelector(css)
    surface.when.url.forEach((template) => matchTemplate(template, ''))
    return true
  } catch {
    resident().tell({ type: 'surface.degraded', surface: surface.id, missing: ['pack'] })
    return false
  }
}

function selectorsIn(value: unknown): string[] {
  if (typeof value !== 'object' || !value) return []
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'css' && typeof part === 'string' ? [part] : selectorsIn(part),
  )
}
