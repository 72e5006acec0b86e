import type { TermList } from '../bundle.ts'
import type { Match } from '../decision.ts'
import { eachWord } from './each-word.ts'
import { makeStepTable } from './step-table.ts'
import type { StepTable } from './step-table.ts'
import { unlistedNames } from './unlisted-names.ts'
import { makeWordTable } from './word-table.ts'
import type { WordTable } from './word-table.ts'

/** A term that ends at a node, for one list. */
interface End {
  readonly list: string
  readonly approved: string
}

/** All lists of a slice in one tree of words, so that a text is read once however many lists there are. */
export interface TermIndex {
  readonly words: WordTable
  readonly steps: StepTable
  readonly ends: readonly (readonly End[] | undefined)[]
  /** Ids of the lists, each with that of the names beside which it finds nothing. */
  readonly lists: ReadonlyMap<string, string | undefined>
  /** Ids of the lists that mind names, and of those names: every hit of theirs counts. */
  readonly minding: ReadonlySet<string>
}

/** Terms that are indexed in one piece of work: a millisecond or two. */
const atOnce = 100

/** In pieces: twenty thousand terms would stop a page for longer than a person fails to notice. */
export function* indexing(lists: readonly TermList[]): Generator<undefined, TermIndex> {
  const words = makeWordTable()
  const steps = makeStepTable()
  const terminals: End[][] = []
  let count = 0
  for (const { id, terms } of lists)
    for (const { term, approved } of terms) {
      let node = 0
      eachWord(term, (codes, from, to) => {
        node = steps.add(node, words.add(codes, from, to))
      })
      // Of a term that is twice in a list the first counts.
      if (node && !terminals[node]?.some(({ list }) => list === id))
        (terminals[node] ??= []).push({ list: id, approved })
      if (++count % atOnce === 0) yield
    }
  return {
    words,
    steps,
    ends: terminals,
    lists: new Map(lists.map(({ id, unless }) => [id, unless])),
    minding: new Set(lists.flatMap(({ id, unless }) => (unless ? [id, unless] : []))),
  }
}

// The words of the text that is being read. Kept for the next one: growing them anew each time is half of what a decision
// leaves to the collector.
const numbers: number[] = []
const starts: number[] = []
const ends: number[] = []

/** More hits than this say nothing more to a person. */
const mostHits = 200

/** Hits of every list, the longest term at each place. Whole words only; offsets are those of the text as given. */
export function findTerms(
  { words, steps, ends: terms, lists, minding }: TermIndex,
  content: readonly { readonly name: string; readonly text: string }[],
): Map<string, Match[]> {
  const hits = new Map([...lists.keys()].map((list): [string, Match[]] => [list, []]))
  for (const { name: part, text } of content) {
    let count = 0
    eachWord(text, (codes, from, to, { start, end }) => {
      numbers[count] = words.find(codes, from, to)
      starts[count] = start
      ends[count++] = end
    })
    // No term goes on past the end, whatever is left there of a longer text.
    numbers[count] = 0
    const here = new Map<string, Match[]>()
    for (let first = 0; first < count; first++)
      for (let node = 0, at = first, word; (word = numbers[at]) && (node = steps.find(node, word)); at++) {
        const found = terms[node]
        if (!found) continue
        const start = starts[first] ?? 0
        const end = ends[at] ?? 0
        for (const { list, approved } of found) {
          const inList = here.get(list) ?? []
          here.set(list, inList)
          // The longer term takes the place of the shorter one, unless it may have taken the name that follows.
          if (!minding.has(list) && inList.at(-1)?.start === start) inList.pop()
          inList.push({ part, start, end, text: text.slice(start, end), approved })
        }
      }
    for (const [list, found] of here) {
      const names = lists.get(list)
      hits.get(list)?.push(...(names ? unlistedNames(found, text, here.get(names) ?? []) : found))
    }
  }
  for (const found of hits.values()) found.splice(mostHits)
  return hits
}
