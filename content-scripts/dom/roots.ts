type Root = Document | ShadowRoot

/** The document and every shadow root met so far, closed ones included. */
export const roots = new Set<Root>()

/** Everything matching `css` inside `scope`, through the shadow roots that are met so far. */
export function allWithin(scope: Node, css: string): Element[] {
  const found = [...(scope as ParentNode).querySelectorAll(css)]
  for (const root of roots) {
    if (root !== document && isWithin(root, scope)) found.push(...root.querySelectorAll(css))
  }
  return found
}

/** Like `contains`, through shadow boundaries. */
export function isWithin(node: Node | null, ancestor: Node): boolean {
  for (let at = node; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    if (at === ancestor) return true
  }
  return false
}
