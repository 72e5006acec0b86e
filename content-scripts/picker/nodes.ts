/** One place in the body of a request. */
export interface BodyNode {
  readonly path: string
  readonly key: string
  readonly value: unknown
}

const most = 400
const deepest = 8

/** Every place of a parsed body that a path can name, values and lists alike, the shallowest first. */
export function nodesOf(body: unknown): BodyNode[] {
  const found: BodyNode[] = []
  let level: BodyNode[] = [{ path: '', key: '', value: body }]
  for (let depth = 0; depth < deepest && level.length && found.length < most; depth += 1) {
    level = level.flatMap(({ path, value }) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value)
            // A path cannot name a key with a dot in it.
            .filter(([key]) => key !== '' && !key.includes('.'))
            .map(([key, inner]) => ({ path: path ? `${path}.${key}` : key, key, value: inner as unknown }))
        : [],
    )
    found.push(...level.filter(({ path }) => path.length <= 200))
  }
  return found.slice(0, most)
}

export function isLeaf({ value }: BodyNode): boolean {
  return typeof value !== 'object' || value === null
}

/** Where a node stands, without its own key. */
export function parentPath(path: string): string {
  return path.split('.').slice(0, -1).join('.')
}
