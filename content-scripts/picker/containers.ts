import { allWithin } from '../dom/roots.ts'
import { marksOf, quote } from './attributes.ts'
import { isGenerated } from './generated.ts'

const landmarks =
  'form,fieldset,dialog,section,article,table,main,nav,header,footer,aside,[role=dialog],[role=form],[role=toolbar],[role=group],[role=region],[role=row]'
const fields = 'input[name],textarea[name],select[name],[data-testid],[data-test],[data-qa],[data-action]'
/** How far up a container is looked for. */
const reach = 12

/** Selectors of what stands around an element and lasts, the nearest first: by its own marks, or by what else is in it. */
export function containersOf(element: Element): string[] {
  const found: string[] = []
  let at = element.parentElement
  for (let left = reach; at && left && found.length < 4; at = at.parentElement, left -= 1) {
    const css = markOf(at) ?? (at.matches(landmarks) ? neighbourOf(at, element) : undefined)
    if (css && allWithin(document, css).length <= 3) found.push(css)
  }
  return found
}

function markOf(element: Element): string | undefined {
  const label = element.getAttribute('aria-label')
  const [mark] = marksOf(element)
  if (mark) return mark.css
  return label && element.matches(landmarks) && !isGenerated(label)
    ? `${element.localName}[aria-label=${quote(label)}]`
    : undefined
}

/** The container that holds a certain field: neither its place nor its own name is needed. */
function neighbourOf(container: Element, inside: Element): string | undefined {
  for (const field of container.querySelectorAll(fields)) {
    if (field === inside || field.contains(inside) || inside.contains(field)) continue
    const [mark] = marksOf(field)
    if (mark) return `${container.localName}:has(${mark.css})`
  }
  return undefined
}
