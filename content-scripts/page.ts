import type { PreparedSlice } from '../policy/prepare.ts'
import type { Slice } from '../policy/slice.ts'
import type { Surface } from '../protocol/site-pack.ts'

/**
 * What this frame knows. `starting`: no answer of the worker yet. `ready`: a slice is active. `unknown`: not governed.
 * `lost`: the extension was reloaded or removed under this page; the last slice still decides.
 */
export interface Page {
  standing: 'starting' | 'ready' | 'unknown' | 'lost'
  slice: Slice | null
  prepared: PreparedSlice | null
  /** Surfaces of the pack whose selectors this browser accepts. */
  surfaces: readonly Surface[]
  /** The page has shown itself to be the application of the pack; never unlearned, or a page could hide from it. */
  detected: boolean
  /** What is left of each shared counter on this page since the slice came. */
  reserved: Record<string, number>
}

export const page: Page = {
  standing: 'starting',
  slice: null,
  prepared: null,
  surfaces: [],
  detected: false,
  reserved: {},
}

/** Path, query and hash; cut, because templates are matched against it and a page may make it any length. */
export function pageAddress(): string {
  const { pathname, search, hash } = ownUrl()
  return (pathname + search + hash).slice(0, 2000)
}

export function ownUrl(): URL {
  // about:blank and srcdoc frames act for the page that made them.
  return new URL(location.protocol === 'about:' ? document.baseURI : location.href)
}
