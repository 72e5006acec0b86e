/**
 * Every value at `path` (dot-separated keys and indices, `*` = every element); empty when there is none. What would be
 * inside of null is null: a page empties a value by sending null in place of the object that carries it.
 */
export function readPath(value: unknown, path: string): unknown[] {
  return path.split('.').reduce<unknown[]>((found, key) => found.flatMap((item) => step(item, key)), [value])
}

function step(given: unknown, key: string): unknown[] {
  if (given === null) return [null]
  // A form carries JSON as text in one of its values.
  const item = typeof given === 'string' ? jsonOf(given) : given
  if (typeof item !== 'object' || !item) return []
  if (key === '*') return Object.values(item)
  if (Object.hasOwn(item, key)) return [(item as Record<string, unknown>)[key]]
  // A value that a form names twice: nobody knows which one the server takes.
  return Array.isArray(item) ? item.flatMap((one) => (typeof one === 'string' ? step(one, key) : [])) : []
}

/** Null where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
