import { isLeaf } from './nodes.ts'
import type { BodyNode } from './nodes.ts'

/** A fixed value of the request that may tell this operation from others at the same address. */
export interface Literal {
  readonly path: string
  readonly value: string
}

const naming =
  /^_?(action|method|operation|op|operationname|command|cmd|do|event|intent|mutation|task|act|call|fn|verb)$/i
const constant = /^[A-Za-z][A-Za-z_.:/-]{1,79}$/

/** What the server is told to do, by its key or because another request to the same address says otherwise. */
export function literalsOf(
  nodes: readonly BodyNode[],
  taken: ReadonlySet<string>,
  others: readonly (readonly BodyNode[])[],
): Literal[] {
  return nodes.flatMap((node) => {
    const { path, key, value } = node
    if (!isLeaf(node) || taken.has(path) || typeof value !== 'string' || !constant.test(value)) return []
    const differs = others.some((other) => {
      const same = other.find((one) => one.path === path)
      return same !== undefined && isLeaf(same) && same.value !== value && constant.test(String(same.value))
    })
    return naming.test(key) || (differs && !/name|title|label|text|note/i.test(key)) ? [{ path, value }] : []
  })
}

/** The same in a query, which only a matcher without a JSON body reads as part of the body. */
export function namingQuery(search: string): { readonly key: string; readonly value: string }[] {
  return [...new URLSearchParams(search)].flatMap(([key, value]) =>
    naming.test(key) && constant.test(value) ? [{ key, value }] : [],
  )
}
