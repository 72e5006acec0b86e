import type { TermList } from '../bundle.ts'
import type { Match } from '../decision.ts'
import { eachWord } from './each-word.ts'

interface Node {
  readonly next: Map<string, Node>
  /** Lists that have the term ending here, with their approved wording. */
  readonly ends: Map<string, string>
}

/** All lists of a slice in one tree of word stems, so that a text is read once however many lists there are. */
export interface TermIndex {
  readonly root: Node
  readonly lists: ReadonlySet<string>
}

const newNode = (): Node => ({ next: new Map(), ends: new Map() })

export function indexTerms(lists: readonly TermList[]): TermIndex {
  const root = newNode()
  for (const { id, terms } of lists)
    for (const { term, approved } of terms) {
      let node = root
      eachWord(term, (stem) => {
        const child = node.next.get(stem) ?? newNode()
        node.next.set(stem, child)
        node = child
      })
      node.ends.set(id, approved)
    }
  return { root, lists: new Set(lists.map((list) => list.id)) }
}

/** More hits than this say nothing more to a person. */
const mostHits = 200

/** Hits per list, the longest term at each place. Whole words only; offsets are those of the text as given. */
export function findTerms(
  { root }: TermIndex,
  content: readonly { readonly name: string; readonly text: string }[],
): Map<string, Match[]> {
  // By list, then by place, so that a longer term takes the place of a shorter one.
  const hits = new Map<string, Map<string, Match>>()
  for (const { name: part, text } of content) {
    // Terms begun and not yet ended; usually none, so that a word costs one look-up.
    let open: { readonly node: Node; readonly start: number }[] = []
    eachWord(text, (stem, at, end) => {
      if (!open.length && !root.next.has(stem)) return
      const reached: typeof open = []
      for (const { node: from, start } of [...open, { node: root, start: at }]) {
        const node = from.next.get(stem)
        if (!node) continue
        reached.push({ node, start })
        for (const [list, approved] of node.ends) {
          const found = hits.get(list) ?? new Map<string, Match>()
          const place = part + start
          if (found.size < mostHits || found.has(place))
            found.set(place, { part, start, end, text: text.slice(start, end), approved })
          hits.set(list, found)
        }
      }
      open = reached
    })
  }
  return new Map([...hits].map(([list, found]) => [list, [...found.values()]]))
}
