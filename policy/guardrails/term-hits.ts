import type { ReasonCode, Match } from '../decision.ts'
import { isUnread } from '../fact.ts'
import type { Finding, Reading } from '../finding.ts'
import { unreadable } from './over-limits.ts'

type Demand = Pick<Finding, 'obligation'>

/**
 * Looks for the terms of some lists in the content. Unreadable content or a list that is not there counts as a match:
 * nobody can say that the words are absent, so a person reads it, or whoever the rule wants for that. The demands are for
 * words that were found, and for content that could not be read.
 */
export function termHits(
  { action, matches, note }: Reading,
  lists: readonly string[],
  code: ReasonCode,
  [demand, unread = { obligation: { kind: 'review', floorSeconds: 0 } }]: readonly [
    Demand,
    (Demand | undefined)?,
  ],
): Finding | null {
  const hits: Match[] = []
  const fact = 'content.terms'
  const isUnknown = isUnread(action, fact)
  for (const list of lists) {
    const found = matches(list)
    if (!found || isUnknown) return unreadable(fact, unread)
    hits.push(...found)
  }
  note(fact, hits.length)
  if (!hits.length) return null
  return {
    code,
    params: { terms: wordsOf(hits).join(', ') },
    matches: hits,
    change: { fact, to: 0 },
    ...demand,
  }
}

/** What is told and recorded of hits: the first different words, as they stand in the text; blanks inside one may be endless. */
export function wordsOf(hits: readonly Match[]): string[] {
  return hits.length ? [...new Set(hits.map((hit) => hit.text.slice(0, 300)))].slice(0, 5) : []
}
