import type { Policy, TermList } from '../policy/bundle.ts'
import type { Match } from '../policy/decision.ts'
import type { PreparedSlice } from '../policy/prepare.ts'
import type { Recalled } from './recall.ts'

/** The lists a version had; undefined when that version is not known. */
export type ListsOf = (version: number | null) => ReadonlyMap<string, TermList> | undefined

/** Hits of one list in the content of a decision, undefined when nobody can say. */
type Searched = (list: string, recalled: Recalled) => readonly Match[] | undefined

export function listsById({ lists }: Pick<Policy, 'lists'>): ReadonlyMap<string, TermList> {
  return new Map(lists.map((list) => [list.id, list]))
}

/**
 * Answers what a list finds in a content that is gone, from the words that were found then. Of a list that has become
 * another it is known only that words found before are still found, and that fewer terms find nothing where more did not.
 */
export function wordsOnRecord(policy: Policy, search: PreparedSlice['search'], listsOf: ListsOf): Searched {
  const lists = listsById(policy)
  const relations = new WeakMap<TermList, Map<TermList, Relation>>()
  const relationOf = (list: TermList, then: TermList, listsThen: ReadonlyMap<string, TermList>) => {
    const known = relations.get(list) ?? new Map<TermList, Relation>()
    relations.set(list, known)
    const relation = known.get(then) ?? compareBoth([list, lists], [then, listsThen])
    known.set(then, relation)
    return relation
  }
  return (id, recalled) => {
    const list = lists.get(id)
    if (!list) return undefined
    if (list.terms.length === 0 || recalled.action.content.every(({ text }) => text === '')) return []
    const unknown = () => void recalled.missing.add(`list:${id}`)
    const words = recalled.words && Object.hasOwn(recalled.words, id) ? recalled.words[id] : undefined
    const listsThen = listsOf(recalled.version)
    const then = listsThen?.get(id)
    if (!words || !listsThen || !then) return unknown()
    const relation = relationOf(list, then, listsThen)
    if (relation === 'same') return words.map(hit)
    const still = search(words.map((text) => ({ name: '', text }))).get(id) ?? []
    if (still.length > 0) return still
    return words.length === 0 && relation === 'fewer' ? [] : unknown()
  }
}

type Relation = 'same' | 'fewer' | 'other'

type Among = readonly [list: TermList, lists: ReadonlyMap<string, TermList>]

/** Where names count, other names or other terms make another list: which name came first is not on the record. */
function compareBoth([list, lists]: Among, [then, listsThen]: Among): Relation {
  const relation = compare(list, then)
  if (list.unless === undefined && then.unless === undefined) return relation
  const [names, namesThen] = [lists.get(list.unless ?? ''), listsThen.get(then.unless ?? '')]
  const isSame = relation === 'same' && list.unless === then.unless
  return isSame && names && namesThen && compare(names, namesThen) === 'same' ? 'same' : 'other'
}

function compare(list: TermList, then: TermList): Relation {
  const before = new Set(then.terms.map(({ term }) => term))
  const terms = new Set(list.terms.map(({ term }) => term))
  if (![...terms].every((term) => before.has(term))) return 'other'
  return terms.size === before.size ? 'same' : 'fewer'
}

function hit(text: string): Match {
  return { part: '', start: 0, end: text.length, text, approved: '' }
}
