import type { TermList } from '../bundle.ts'
import type { Match } from '../decision.ts'
import { edgesOf } from './edge-table.ts'
import type { EdgeTable } from './edge-table.ts'
import { stemsOf, tableOf } from './word-table.ts'
import type { NumberedWords } from './word-table.ts'

/**
 * All lists of a slice in one tree of words, so that a text is read once however many lists there are. The node after the
 * first word of a term has the number of that word.
 */
export interface TermIndex {
  readonly read: (text: string) => NumberedWords
  readonly edges: EdgeTable
  /** By node: the lists that have the term ending there, with their approved wording. */
  readonly ends: readonly (ReadonlyMap<string, string> | undefined)[]
  readonly lists: ReadonlySet<string>
}

export function indexTerms(lists: readonly TermList[]): TermIndex {
  const stemmed = lists.map(({ id, terms }) => ({ id, terms: terms.map(({ term, approved }) => ({ stems: stemsOf(term), approved })) }))
  const stems = [...new Set(stemmed.flatMap(({ terms }) => terms.flatMap((term) => term.stems)))]
  const numbers = new Map(stems.map((stem, index) => [stem, index + 1]))
  const nodes = new Map<string, number>()
  const triples: number[] = []
  const ends: (Map<string, string> | undefined)[] = Array(stems.length + 1).fill(undefined)
  for (const { id, terms } of stemmed)
    for (const { stems: path, approved } of terms) {
      let node = 0
      for (const word of path.map((stem) => numbers.get(stem) ?? 0)) {
        const edge = `${node} ${word}`
        const next = node ? (nodes.get(edge) ?? ends.push(undefined) - 1) : word
        if (node && !nodes.has(edge)) triples.push(node, word, next)
        nodes.set(edge, next)
        node = next
      }
      if (node) (ends[node] ??= new Map()).set(id, approved)
    }
  return { read: tableOf(stems), edges: edgesOf(triples), ends, lists: new Set(lists.map((list) => list.id)) }
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
    const { words, starts, ends } = index.read(text)
    for (let begin = 0; begin < words.length; begin++)
      for (let node = words[begin] ?? 0, at = begin; node; node = index.edges.step(node, words[++at] ?? 0)) {
        const terms = index.ends[node]
        if (!terms) continue
        const start = starts[begin] ?? 0
        const end = ends[at] ?? 0
        for (const [list, approved] of terms) {
          const inList = hits.get(list) ?? []
          const last = inList.at(-1)
          // The longer term takes the place of the shorter one.
          if (last?.start === start && last.part === part) inList.pop()
          if (inList.length < mostHits) inList.push({ part, start, end, text: text.slice(start, end), approved })
          hits.set(list, inList)
        }
      }
  }
  return hits
}
