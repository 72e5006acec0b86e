import type { FieldProposal } from '../../protocol/messages/picker-port.ts'
import { allWithin } from '../dom/roots.ts'
import { isVisible } from '../dom/visible.ts'
import { marksOf, quote, shapeOf } from './attributes.ts'
import { containersOf } from './containers.ts'
import { isGenerated } from './generated.ts'
import { guessParse } from './guess-parse.ts'
import { labelOf, slugOf } from './label-of.ts'
import { meetRoots } from './walk.ts'

/** What a person can pick as a value; anything else is read as text. */
export const writable = 'input,select,textarea,[contenteditable=""],[contenteditable=true]'

/** Proposes how to read the value of `element`, wherever the page shows it again. */
export function proposeField(element: Element, isMonthFirst: boolean): FieldProposal {
  meetRoots()
  const [kind, property] = kindOf(element)
  const value = valueOf(element, property)
  const parse = guessParse({ kind, value, isMonthFirst })
  const label = labelOf(element)
  const lasting = selectorsOf(element).find((css) => isFirst(css, element))
  return {
    role: parse.as === 'addresses' ? 'recipients' : /^(textarea|html)$/.test(kind) ? 'content' : 'field',
    name: slugOf(label) || 'value',
    label,
    from: { scope: 'document', css: lasting ?? pathOf(element), property },
    parse,
    isSure: lasting !== undefined,
  }
}

export function valueOf(element: Element, property: string): string {
  if (property === 'text') return element.textContent ?? ''
  if (property === 'html') return element.innerHTML
  return String((element as HTMLInputElement)[property === 'checked' ? 'checked' : 'value'] ?? '')
}

function kindOf(element: Element): [kind: string, property: string] {
  if (element instanceof HTMLInputElement)
    return [element.type, /^(checkbox|radio)$/.test(element.type) ? 'checked' : 'value']
  if (element.matches('textarea,select')) return [element.localName, 'value']
  return element instanceof HTMLElement && element.isContentEditable ? ['html', 'html'] : ['text', 'text']
}

/** The engine reads the first visible one. */
function isFirst(css: string, element: Element): boolean {
  if (css.length > 500) return false
  const found = allWithin(document, css)
  return (found.find(isVisible) ?? found[0]) === element
}

function selectorsOf(element: Element): string[] {
  const marks = marksOf(element).map(({ css }) => css)
  const label = element.getAttribute('aria-label')
  if (label && !isGenerated(label)) marks.push(`[aria-label=${quote(label)}]`)
  const own = marks.map((css) => element.localName + css)
  const around = containersOf(element)
  // Alone only where nothing else of the page has the same mark: another form may come to have one as well.
  return [
    ...own.filter((css) => allWithin(document, css).length === 1),
    ...around.flatMap((container) => own.map((css) => `${container} ${css}`)),
    ...own,
    ...around.map((container) => `${container} ${shapeOf(element)}`),
  ]
}

/** The way down to it, step by step. */
function pathOf(element: Element): string {
  const steps: string[] = []
  for (let at: Element | null = element; at && steps.length < 6; at = at.parentElement) {
    const { localName, parentElement } = at
    const alike = [...(parentElement?.children ?? [])].filter((other) => other.localName === localName)
    steps.unshift(alike.length > 1 ? `${localName}:nth-of-type(${alike.indexOf(at) + 1})` : localName)
    if (isFirst(steps.join('>'), element)) break
  }
  return steps.join('>')
}
