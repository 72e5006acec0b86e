import { canonical, type Json } from '../../../policy/canonical.ts'

/** What two people edit without getting in each other's way: one entry of a named list, or one member of the policy. */
export interface Unit {
  /** A member of the policy: `rules`, `whenUnavailable`. */
  readonly member: string
  /** Which entry of it; '' where the member is one thing. */
  readonly id: string
}
export type Side = 'mine' | 'theirs'

/** Both changed the same unit, differently; undefined = not there. */
export interface Overlap extends Unit {
  readonly key: string
  readonly base: unknown
  readonly mine: unknown
  readonly theirs: unknown
}

export interface Merged {
  readonly policy: Readonly<Record<string, unknown>>
  /** Those nobody has decided yet have my side in `policy`. */
  readonly overlaps: readonly Overlap[]
}

type Members = Readonly<Record<string, unknown>>
interface Three<Value> {
  readonly base: Value
  readonly mine: Value
  readonly theirs: Value
}

/** How entries of a list are told apart; a list that is not here is one unit. */
const names: Readonly<Record<string, string>> = {
  workflows: 'id',
  rules: 'id',
  lists: 'id',
  packs: 'id',
  overrideReasons: 'code',
}

/**
 * Puts the changes of two people together, from the text both began with. What only one of them touched is taken from
 * that one; what both did the same way is done once; the rest is left to a person, unit by unit.
 */
export function mergePolicies(texts: Three<Members>, chosen: Readonly<Record<string, Side>> = {}): Merged {
  const overlaps: Overlap[] = []
  const decide = (unit: Unit, { base, mine, theirs }: Three<unknown>): unknown => {
    if (isSame(mine, theirs) || isSame(theirs, base)) return mine
    if (isSame(mine, base)) return theirs
    const key = `${unit.member}/${unit.id}`
    overlaps.push({ ...unit, key, base, mine, theirs })
    return chosen[key] === 'theirs' ? theirs : mine
  }
  const members = inOrder(keysOf(texts))
  const merged = members.map((member): readonly [string, unknown] => {
    const values = each(texts, (side) => own(side, member))
    const lists = named(names[member], values)
    return [member, lists ? mergeList(member, lists, decide) : decide({ member, id: '' }, values)]
  })
  return { policy: Object.fromEntries(merged.filter(([, value]) => value !== undefined)), overlaps }
}

function mergeList(
  member: string,
  lists: Three<ReadonlyMap<string, unknown>>,
  decide: (unit: Unit, values: Three<unknown>) => unknown,
): unknown[] {
  const ids = inOrder(each(lists, (list) => [...list.keys()]))
  return ids
    .map((id) =>
      decide(
        { member, id },
        each(lists, (list) => list.get(id)),
      ),
    )
    .filter((entry) => entry !== undefined)
}

/** Entries by name; null when some side has no such list, or two entries of one name: then it is one unit. */
function named(key: string | undefined, values: Three<unknown>): Three<ReadonlyMap<string, unknown>> | null {
  if (key === undefined) return null
  const maps = each(values, (value) => {
    if (!Array.isArray(value)) return null
    const entries = value.map((entry: unknown): readonly [unknown, unknown] => [
      isMembers(entry) ? own(entry, key) : undefined,
      entry,
    ])
    const map = new Map(entries)
    const isNamed = entries.every(([id]) => typeof id === 'string') && map.size === entries.length
    return isNamed ? (map as ReadonlyMap<string, unknown>) : null
  })
  const { base, mine, theirs } = maps
  return base && mine && theirs ? { base, mine, theirs } : null
}

/** The order of whoever changed it, mine first; what only the other side has follows what it followed there. */
function inOrder({ base, mine, theirs }: Three<readonly string[]>): readonly string[] {
  const kept = (of: readonly string[], others: readonly string[]) => of.filter((id) => others.includes(id))
  const isMoved = !isSame(kept(mine, base), kept(base, mine))
  const [first, second] = isMoved || isSame(theirs, base) ? [mine, theirs] : [theirs, mine]
  const ordered = [...first]
  for (const [index, id] of second.entries()) {
    if (ordered.includes(id)) continue
    const after = second.slice(0, index).findLast((one) => ordered.includes(one))
    ordered.splice(after === undefined ? 0 : ordered.indexOf(after) + 1, 0, id)
  }
  return ordered
}

function each<From, To>({ base, mine, theirs }: Three<From>, of: (side: From) => To): Three<To> {
  return { base: of(base), mine: of(mine), theirs: of(theirs) }
}

function keysOf(texts: Three<Members>): Three<readonly string[]> {
  return each(texts, (side) => Object.keys(side))
}

function own(members: Members, name: string): unknown {
  return Object.hasOwn(members, name) ? members[name] : undefined
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSame(left: unknown, right: unknown): boolean {
  if (left === undefined || right === undefined) return left === right
  return canonical(left as Json) === canonical(right as Json)
}
