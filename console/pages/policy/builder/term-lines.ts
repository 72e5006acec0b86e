import type { TermList } from '../../../../policy/bundle.ts'

const arrow = ' => '
const mostTerms = 5000

export type Terms = TermList['terms']

/** `term => approved wording`, one a line: what a person pastes, and what is shown back. */
export function linesOf(terms: Terms): string {
  return terms.map(({ term, approved }) => (approved ? term + arrow + approved : term)).join('\n')
}

export interface ReadLines {
  readonly terms: Terms
  /** Lines that say again what one before them said. */
  readonly doubles: number
  /** Number of the first line that is longer than a term may be. */
  readonly tooLong: number | null
  readonly isTooMany: boolean
}

export function readLines(text: string): ReadLines {
  const terms = new Map<string, Terms[number]>()
  let doubles = 0
  let tooLong: number | null = null
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [first = '', ...rest] = line.split('=>')
    const [term, approved] = [first.trim(), rest.join('=>').trim()]
    if (!term) continue
    if (term.length > 200 || approved.length > 500) tooLong ??= index + 1
    const key = term.toLowerCase()
    if (terms.has(key)) doubles += 1
    else terms.set(key, { term, approved })
  }
  return { terms: [...terms.values()], doubles, tooLong, isTooMany: terms.size > mostTerms }
}
