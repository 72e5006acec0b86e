import type { SitePack } from '../protocol/site-pack.ts'
import type { Bundle, TermList } from './bundle.ts'
import type { Lease } from './facts.ts'
import type { Rule } from './rule.ts'
import type { Workflow } from './workflow.ts'

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
  readonly reserved: Readonly<Record<string, number>>
  readonly whenUnavailable: 'hold' | 'allow'
}
