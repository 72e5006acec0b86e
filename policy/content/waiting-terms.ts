import type { TermList } from '../bundle.ts'
import { indexing } from './term-index.ts'
import type { TermIndex } from './term-index.ts'

/** The terms of a slice, indexed when they are first asked for, or before that in pieces. */
export interface WaitingTerms {
  /** @throws TypeError when a term is no text: then nobody can say what a content is free of. */
  all(): TermIndex
  /** Does a small piece of the work that the first `all` would wait for; false when none is left. */
  warm(): boolean
}

export function waitingTerms(lists: readonly TermList[]): WaitingTerms {
  const work = indexing(lists)
  let terms: TermIndex | undefined
  const warm = () => {
    const { done, value } = work.next()
    terms ??= value
    return !done
  }
  return {
    all() {
      while (!terms && warm());
      // After an error the work is over for good, and every later question has to fail as the first did.
      if (!terms) throw new TypeError()
      return terms
    },
    warm,
  }
}
