import { isGenerated } from './generated.ts'

/** Attributes that say what an element is for, the most deliberate first. */
const named = ['data-testid', 'data-test', 'data-qa', 'data-cy', 'data-action', 'data-command', 'name', 'id']
/** Data attributes that say how or where it is just now. */
const passing =
  /^data-(state|status|active|selected|checked|disabled|open|closed|expanded|loading|pending|busy|hover|focus|pressed|visible|hidden|index|idx|row|col|column|key|id|value|count|time|date|side|align|orientation|placement|theme|reactroot|reactid|.*-id|.*-key|.*-index)$/

export interface Mark {
  readonly name: string
  readonly css: string
}

/** What stays with an element through renders, as selectors without its tag; classes are not among it. */
export function marksOf(element: Element): Mark[] {
  const names = element
    .getAttributeNames()
    .filter((name) => name.startsWith('data-') && !named.includes(name))
  return [...named, ...names].flatMap((name) => {
    const value = element.getAttribute(name) ?? ''
    const isLasting =
      value !== '' &&
      !/^(true|false)$/i.test(value) &&
      !passing.test(name) &&
      !isGenerated(name.replace(/^data-/, '')) &&
      !isGenerated(value)
    return isLasting ? [{ name, css: `[${name}=${quote(value)}]` }] : []
  })
}

/** A string as CSS writes it. */
export function quote(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\a ')}"`
}

/** Tag and kind: what an element is, not which one. */
export function shapeOf(element: Element): string {
  const tag = element.localName
  const type = element.getAttribute('type')
  const role = element.getAttribute('role')
  if ((tag === 'input' || tag === 'button') && type && /^[a-z-]+$/.test(type))
    return `${tag}[type=${quote(type)}]`
  return role && !/^(button|input|select|textarea|a)$/.test(tag) && /^[a-z]+$/.test(role)
    ? `${tag}[role=${quote(role)}]`
    : tag
}
