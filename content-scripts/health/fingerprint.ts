const parts = 'button,a[href],input,select,textarea,summary,[role],form'
const mostLines = 80
const mostCharacters = 3000

/**
 * How a place is built, for whoever mends the pack: elements, the names of their attributes, roles and types. No text, no
 * value, no address, and no name that could carry a number of somebody's.
 */
export function fingerprintOf(root: Element): string {
  const lines = new Map<string, number>()
  for (const element of root.querySelectorAll(parts)) {
    if (lines.size >= mostLines) break
    const line = lineOf(element)
    lines.set(line, (lines.get(line) ?? 0) + 1)
  }
  const text = [...lines].map(([line, count]) => (count > 1 ? `${line} x${count}` : line)).join('\n')
  return text.slice(0, mostCharacters)
}

function lineOf(element: Element): string {
  const path: string[] = []
  for (let one = element.parentElement; one && path.length < 3; one = one.parentElement)
    path.unshift(one.localName)
  const names = element.getAttributeNames().filter((name) => /^[a-z][a-z:_-]{0,40}$/.test(name))
  const kinds = ['role', 'type'].flatMap((name) => {
    const value = element.getAttribute(name) ?? ''
    return /^[a-z]{1,20}$/.test(value) ? [`${name}=${value}`] : []
  })
  return `${[...path, element.localName].join('>')}[${[...names.toSorted(), ...kinds].join(' ')}]`
}
