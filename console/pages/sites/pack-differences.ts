import { canonical, type Json } from '../../../policy/canonical.ts'

export interface PackDifference {
  /** Names on the way, and members: `Save a deal`, `control`, `threshold`. */
  readonly place: readonly string[]
  readonly before: string | null
  readonly after: string | null
}

/** What differs between two packs, value by value. Lists are compared by the id or name of their items, else by place. */
export function packDifferences(before: unknown, after: unknown): readonly PackDifference[] {
  const old = leaves(before, [])
  const now = leaves(after, [])
  const keys = [...new Set([...old.keys(), ...now.keys()])]
  return keys.flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)]
    if (was?.text === is?.text || key === '["version"]') return []
    return [{ place: (is ?? was)?.place ?? [], before: was?.text ?? null, after: is?.text ?? null }]
  })
}

interface Leaf {
  readonly place: readonly string[]
  readonly text: string
}

function leaves(value: unknown, place: readonly string[]): Map<string, Leaf> {
  const isPlain = typeof value !== 'object' || value === null || Object.keys(value).length === 0
  if (isPlain) return new Map([[JSON.stringify(place), { place, text: textOf(value) }]])
  const entries = Array.isArray(value)
    ? value.map((item: unknown, index) => [nameOf(item) ?? String(index + 1), item] as const)
    : Object.entries(value)
  return new Map(entries.flatMap(([key, part]) => [...leaves(part, [...place, key])]))
}

function nameOf(item: unknown): string | null {
  if (typeof item !== 'object' || item === null) return null
  const name: unknown = Reflect.get(item, 'id') ?? Reflect.get(item, 'name')
  return typeof name === 'string' ? name : null
}

function textOf(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : canonical(value as Json)
}
