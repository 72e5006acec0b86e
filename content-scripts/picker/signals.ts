import type { Locator } from '../../protocol/site-pack.ts'
import { nameOf, roleOf, textOf } from '../../reading/name.ts'
import { allWithin } from '../dom/roots.ts'
import { marksOf, shapeOf } from './attributes.ts'
import { containersOf } from './containers.ts'
import { isGenerated } from './generated.ts'

export interface Proposed {
  readonly locator: Locator
  readonly group: string
  readonly worth: number
}

/** A position further down than this is an accident. */
const deepest = 5
/** Labels longer than this are sentences, and change. */
const longestLabel = 60

/** Everything about an element that could point at it, the most lasting first. A row's control is met in every row. */
export function signalsOf(element: Element, entity: string | null, isInRows: boolean): Proposed[] {
  return [
    ...marksOf(element)
      .slice(0, 3)
      .map(({ name, css }) => propose({ by: 'attribute', css, weight: 4 }, `mark ${name}`)),
    ...labelsOf(element),
    ...(isInRows ? rowPlaceOf(element) : placeOf(element)),
    ...(entity ? [propose({ by: 'entity', entity, css: shapeOf(element), weight: 1 }, 'entity')] : []),
  ]
}

function labelsOf(element: Element): Proposed[] {
  const [role, name, text] = [roleOf(element), nameOf(element), textOf(element)]
  const isLasting = (label: string) => label !== '' && label.length <= longestLabel && !isGenerated(label)
  return [
    ...(role && isLasting(name) ? [propose({ by: 'role', role, name, weight: 3 }, 'label')] : []),
    ...(isLasting(text) ? [propose({ by: 'text', text, weight: 2 }, 'label')] : []),
  ]
}

function placeOf(element: Element): Proposed[] {
  const shape = shapeOf(element)
  for (const css of [...containersOf(element).map((container) => `${container} ${shape}`), shape]) {
    const index = allWithin(document, css).indexOf(element)
    if (index >= 0 && index < deepest) return [propose({ by: 'position', css, index, weight: 3 }, 'place')]
  }
  return []
}

/** In a row an index means nothing; what stands around all rows does. */
function rowPlaceOf(element: Element): Proposed[] {
  const list = element.closest('table,ul,ol,[role=table],[role=grid],[role=list],[role=listbox]')
  const [container] = list ? [...marksOf(list).map(({ css }) => css), ...containersOf(list)] : []
  return container
    ? [propose({ by: 'attribute', css: `${container} ${shapeOf(element)}`, weight: 3 }, 'place')]
    : []
}

function propose(locator: Locator, group: string): Proposed {
  return { locator, group, worth: locator.weight }
}
