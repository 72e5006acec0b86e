import type { Action } from './action.ts'
import type { Fulfilment } from './obligation.ts'
import type { Suggestion } from './explanation.ts'
import type { Slice } from './slice.ts'

/** State of the policy lease, the columns of the stale ladder (trust.md, policy client 7). */
export const leases = ['fresh', 'refresh-due', 'no-contact', 'expired'] as const
export type Lease = (typeof leases)[number]

/** What `evaluate` may know besides the action itself. Everything comes in as an argument: no clock, no I/O. */
export interface Facts {
  readonly lease: Lease
  /** What has been stopped: `tenant`, `integration:<site>`, `campaign:<record type>/<id>`, `agent:<id>`. Never expires. */
  readonly killed: readonly string[]
  /** Obligations already met for this very effect. The page always passes an empty list: the worker is the authority. */
  readonly fulfilled: readonly Fulfilment[]
  /** What this device still holds of each shared counter, by rule id; missing = nothing reserved yet. */
  readonly reserved: Readonly<Record<string, number>>
  /** The AI's suggestion for this record and operation, if one was pushed. */
  readonly suggestion: Suggestion | null
  /** True when there may be one that did not reach the page: what depends on it is held for the worker. */
  readonly mayHaveSuggestion?: boolean
}

export const noFacts: Facts = {
  lease: 'fresh',
  killed: [],
  fulfilled: [],
  reserved: {},
  suggestion: null,
}

/** What a page knows: nothing is met there and no counter is its own to spend, so that both go to the worker. */
export function factsOf(
  {
    lease,
    killed,
    suggestions,
    suggestionsCut = false,
  }: Pick<Slice, 'lease' | 'killed' | 'suggestions' | 'suggestionsCut'>,
  { account, operation, record }: Action,
): Facts {
  const suggestion = suggestions.find(
    (made) =>
      made.account === account &&
      made.operation === operation &&
      made.record.type === record?.type &&
      record.ids.includes(made.record.id),
  )
  return { ...noFacts, lease, killed, suggestion: suggestion ?? null, mayHaveSuggestion: suggestionsCut }
}
