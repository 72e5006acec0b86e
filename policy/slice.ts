import type { SitePack } from '../protocol/site-pack.ts'
import type { Bundle, TermList } from './bundle.ts'
import type { Explanation } from './explanation.ts'
import type { Lease } from './facts.ts'
import type { Rule } from './rule.ts'
import type { Workflow } from './workflow.ts'

export type PageSuggestion = Pick<
  Explanation,
  'id' | 'account' | 'record' | 'operation' | 'suggested' | 'model'
>

/**
 * What one page needs to decide, compiled by the worker from the active bundle for one site: plain JSON, sent over the
 * port and kept in `storage.session`. `evaluate` gives the same answer on it as on the full bundle.
 */
export interface Slice {
  readonly site: string
  readonly tenant: string
  readonly bundleVersion: number
  readonly bundleDigest: string
  readonly pack: SitePack
  readonly workflows: readonly Workflow[]
  readonly rules: readonly Rule[]
  readonly lists: readonly TermList[]
  readonly overrideReasons: Bundle['overrideReasons']
  readonly lease: Lease
  readonly killed: readonly string[]
  /** For the remaining-budget meter only: a shared counter is spent by the worker, never by a page. */
  readonly reserved: Readonly<Record<string, number>>
  /** What AI suggested for records of this site, so that a deviation is seen at once. */
  readonly suggestions: readonly PageSuggestion[]
  readonly whenUnavailable: 'hold' | 'allow'
  /** There are more suggestions than are listed: an action that a deviation rule could concern is held, and the worker decides. */
  readonly suggestionsCut?: boolean
}
