import type { ControlProposal } from '../../protocol/messages/picker-port.ts'
import type { Locator } from '../../protocol/site-pack.ts'
import { clickable, nameOf } from '../../reading/name.ts'
import { allWithin } from '../dom/roots.ts'
import { isVisible } from '../dom/visible.ts'
import { pageAddress } from '../page.ts'
import { points } from '../../reading/score.ts'
import type { Sight } from '../../reading/score.ts'
import { placeOf } from './address.ts'
import { marksOf, shapeOf } from './attributes.ts'
import { containersOf } from './containers.ts'
import { recordSourceOf } from './record-source.ts'
import { signalsOf } from './signals.ts'
import { twinsOf } from './twins.ts'
import { meetRoots } from './walk.ts'
import { weigh } from './weigh.ts'

/** Proposes how to find `element` again: on other records, after a new render, and never something else. */
export function proposeControl(element: Element): ControlProposal {
  meetRoots()
  const place = placeOf(pageAddress())
  const twins = twinsOf(element)
  const sight: Sight = { all: (css) => allWithin(document, css), address: pageAddress() }
  const proposed = signalsOf(element, place.entity, twins.length > 0)
  const others = othersThan(
    [element, ...twins],
    proposed.map(({ locator }) => locator),
  )
  const { weights, threshold, confidence } = weigh(
    proposed.map(({ locator, group, worth }) => ({
      group,
      worth,
      isTrue: [element, ...twins].every((one) => points(locator, one, sight)),
      others: others.flatMap((other, index) => (points(locator, other, sight) ? [index] : [])),
    })),
  )
  return {
    label: nameOf(element).slice(0, 60),
    control: {
      scope: 'document',
      locators: proposed.flatMap(({ locator }, index) => {
        const weight = weights[index] ?? 0
        return weight > 0 ? [{ ...locator, weight }] : []
      }),
      threshold,
    },
    confidence,
    twins: twins.length,
    place,
    form: formOf(element),
    recordSource: recordSourceOf(element),
  }
}

/** Everything visible that any of the locators could mean instead. */
function othersThan(meant: readonly Element[], locators: readonly Locator[]): Element[] {
  const css = [clickable, ...locators.flatMap((locator) => ('css' in locator ? [locator.css] : []))].join(',')
  return allWithin(document, css).filter((other) => !meant.includes(other) && isVisible(other))
}

/** A form is named by its own marks, by what it holds, or by where it stands. */
function formOf(element: Element): string | null {
  const form = element.closest('form')
  if (!form) return null
  const [mark] = marksOf(form)
  if (mark) return `form${mark.css}`
  const held = containersOf(element).find((css) => css.startsWith('form') && form.matches(css))
  if (held) return held
  const isOnly = allWithin(document, 'form').filter(isVisible).length === 1
  return isOnly ? shapeOf(form) : null
}
