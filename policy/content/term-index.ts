import type { TermList } from '../bundle.ts'
import type { Match } from '../decision.ts'
import { eachWord } from './each-word.ts'
import { makeNumberTable } from './number-table.ts'
import type { NumberTable } from './number-table.ts'

/** A term that ends at a node, for one list. */
interface End {
  readonly list: string
  readonly approved: string
}

/** All lists of a slice in one tree of words, so that a text is read once however many lists there are. */
export interface TermIndex {
  readonly words: NumberTable
  /** Steps from a node by a word; their numbers are the nodes. Node 0 is the root. */
  readonly steps: NumberTable
  readonly ends: readonly (readonly End[] | undefined)[]
  readonly lists: ReadonlySet<string>
}

export function indexTerms(lists: readonly TermList[]): TermIndex {
  const words = makeNumberTable()
  const steps = makeNumberTable()
  const terminals: End[][] = []
  for (const { id, terms } of lists)
    for (const { term, approved } of terms) {
      let node = 0
      eachWord(term, (codes, from, to) => {
        node = steps.add(step(node, words.add(codes, from, to)), 0, 4)
      })
      // Of a term that is twice in a list the first counts.
      if (node && !terminals[node]?.some(({ list }) => list === id))
        (terminals[node] ??= []).push({ list: id, approved })
    }
  return { words, steps, ends: terminals, lists: new Set(lists.map((list) => list.id)) }
}

const codes = new Uint16Array(4)

/** A step as a sequence of codes; good until the next one is asked for. */
function step(node: number, word: number): Uint16Array {
  codes[0] = node >>> 16
  codes[1] = node
  codes[2] = word >>> 16
  codes[3] = word
  return codes
}

// The words of the text that is being read. Kept for the next one: growing them anew each time is half of what a decision
// leaves to the collector.
const numbers: number[] = []
const starts: number[] = []
const ends: number[] = []

/** More hits than this say nothing more to a person. */
const mostHits = 200

/** Hits per list, the longest term at each place. Whole words only; offsets are those of the text as given. */
export function findTerms(
  { words, steps, ends: terms }: TermIndex,
  content: readonly { readonly name: string; readonly text: string }[],
): Map<string, Match[]> {
  const hits = new Map<string, Match[]>()
  for (const { name: part, text } of content) {
    let count = 0
    eachWord(text, (codes, from, to, { start, end }) => {
      numbers[count] = words.find(codes, from, to)
      starts[count] = start
      ends[count++] = end
    })
    // No term goes on past the end, whatever is left there of a longer text.
    numbers[count] = 0
    for (let first = 0; first < count; first++)
      for (
        let node = 0, at = first, word;
        (word = numbers[at]) && (node = steps.find(step(node, word), 0, 4));
        at++
      ) {
        const found = terms[node]
        if (!found) continue
        const start = starts[first] ?? 0
        const end = ends[at] ?? 0
        for (const { list, approved } of found) {
          const inList = hits.get(list) ?? []
          const last = inList.at(-1)
          // The longer term takes the place of the shorter one.
          if (last?.start === start && last.part === part) inList.pop()
          if (inList.length < mostHits)
            inList.push({ part, start, end, text: text.slice(start, end), approved })
          hits.set(list, inList)
        }
      }
  }
  return hits
}
