export type Path = readonly (string | number)[]

/** What stands at a path; undefined when nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
    value,
  )
}

/** A copy with `part` at the path; undefined takes the member away. Whatever is not on the way is shared. */
export function withAt(value: unknown, path: Path, part: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return part
  if (Array.isArray(value))
    return value.map((item, index) => (index === key ? withAt(item, rest, part) : item))
  const members = typeof value === 'object' && value !== null ? { ...value } : {}
  const next = withAt(Reflect.get(members, key), rest, part)
  return next === undefined
    ? Object.fromEntries(Object.entries(members).filter(([name]) => name !== key))
    : { ...members, [key]: next }
}

export function withItem(value: unknown, path: Path, item: unknown): unknown {
  return withAt(value, path, [...listAt(value, path), item])
}

export function withoutItem(value: unknown, path: Path, index: number): unknown {
  return withAt(
    value,
    path,
    listAt(value, path).filter((_, at) => at !== index),
  )
}

export function listAt(value: unknown, path: Path): readonly unknown[] {
  const found = valueAt(value, path)
  return Array.isArray(found) ? found : []
}
