import { nameOf, roleOf } from '../../reading/name.ts'
import { isVisible } from '../dom/visible.ts'
import { shapeOf } from './attributes.ts'

const rows = 'tr,li,[role=row],[role=listitem],[role=option],article'

/** The same control in the other rows of a list: it is one control, and a locator must point at all of them. */
export function twinsOf(element: Element): Element[] {
  const row = element.parentElement?.closest(rows)
  if (!row?.parentElement) return []
  const [shape, name, role] = [shapeOf(element), nameOf(element), roleOf(element)]
  return [...row.parentElement.children]
    .filter((other) => other !== row && other.localName === row.localName)
    .flatMap((other) => [...other.querySelectorAll(shape)])
    .filter((other) => roleOf(other) === role && nameOf(other) === name && isVisible(other))
}
