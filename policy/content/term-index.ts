import type { TermList } from '../bundle.ts'
import type { Match } from '../decision.ts'
import { wordsOf } from './words-of.ts'

interface Node {
  next?: Map<string, Node>
  /** Lists that have the term ending here, with their approved wording. */
  ends?: Map<string, string>
}

/** All lists of a slice in one tree of word stems, so that a text is read once however many lists there are. */
export interface TermIndex {
  readonly root: Node
  readonly lists: ReadonlySet<string>
}

export function indexTerms(lists: readonly TermList[]): TermIndex {
  const root: Node = {}
  for (const list of lists)
    for (const { term, approved } of list.terms) {
      let node = root
      for (const stem of wordsOf(term).stems) {
        node.next ??= new Map()
        let child = node.next.get(stem)
        if (!child) node.next.set(stem, (child = {}))
        node = child
      }
      if (node !== root) (node.ends ??= new Map()).set(list.id, approved)
    }
  return { root, lists: new Set(lists.map((list) => list.id)) }
}

/** More hits than this say nothing more to a person. */
const mostHits = 200

/** Hits per list, the longest term at each place. Whole words only; offsets are those of the text as given. */
export function findTerms(
  index: TermIndex,
  content: readonly { readonly name: string; readonly text: string }[],
): Map<string, Match[]> {
  const hits = new Map<string, Match[]>()
  for (const { name: part, text } of content) {
    const { stems, starts, ends } = wordsOf(text)
    for (let first = 0; first < stems.length; first++) {
      let node: Node | undefined = index.root
      for (let at = first; (node = node.next?.get(stems[at] ?? '')); at++)
        for (const [list, approved] of node.ends ?? []) {
          const start = starts[first] ?? 0
          const end = ends[at] ?? 0
          const found = hits.get(list) ?? []
          if (found.at(-1)?.start === start && found.at(-1)?.part === part) found.pop()
          if (found.length < mostHits) found.push({ part, start, end, text: text.slice(start, end), approved })
          hits.set(list, found)
        }
    }
  }
  return hits
}
