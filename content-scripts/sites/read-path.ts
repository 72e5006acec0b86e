/**
 * Every value at `path` (dot-separated keys and indices, `*` = every element); empty when there is none. What would be
 * inside of null is null: a page empties a value by sending null in place of the object that carries it.
 */
export function readPath(value: unknown, path: string): unknown[] {
  return path.split('.').reduce<unknown[]>((found, key) => found.flatMap((item) => step(item, key)), [value])
}

function step(item: unknown, key: string): unknown[] {
  if (item === null) return [null]
  if (typeof item !== 'object') return []
  if (key === '*') return Object.values(item)
  return Object.hasOwn(item, key) ? [(item as Record<string, unknown>)[key]] : []
}
