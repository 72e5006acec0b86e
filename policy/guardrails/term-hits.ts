import type { Match } from '../decision.ts'
import type { Finding, Reading } from '../finding.ts'

/**
 * Looks for the terms of some lists in the content. Unreadable content or a list that is not there counts as a match:
 * nobody can say that the words are absent, so a person reads it.
 */
export function termHits(reading: Reading, lists: readonly string[], found: (matches: readonly Match[]) => Finding): Finding | null {
  const { content, unreadable } = reading.action
  const unknown = { code: 'UNREADABLE', unknown: 'content', obligation: { kind: 'review', floorSeconds: 0 } } as const
  if (unreadable.includes('content') || content.some((part) => unreadable.includes(part.name))) return unknown
  const all: Match[] = []
  for (const list of lists) {
    const matches = reading.matches(list)
    if (!matches) return { ...unknown, unknown: `list.${list}` }
    all.push(...matches)
  }
  reading.note('content.terms', all.length)
  return all.length ? found(all) : null
}

export function termParams(matches: readonly Match[]): Record<string, string> {
  return { terms: [...new Set(matches.map((match) => match.text))].slice(0, 5).join(', ') }
}
