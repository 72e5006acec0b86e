import type { PageSource } from '../../protocol/site-pack.ts'
import { allWithin } from '../dom/roots.ts'
import { isVisible } from '../dom/visible.ts'
import { parentOf } from './walk.ts'

const naming = /^data-(.*-)?(id|record|key|pk|uuid|oid)$/
const hidden = 'input[type=hidden][name="id"],input[type=hidden][name$="_id"],input[type=hidden][name$="Id"]'

/** Where the page itself names the record of a control: an attribute around it, or a hidden field of its form. */
export function recordSourceOf(element: Element): PageSource | null {
  for (let at = parentOf(element); at; at = parentOf(at)) {
    const name = at.getAttributeNames().find((one) => naming.test(one) && at?.getAttribute(one))
    if (name && isFirst(`[${name}]`, at)) return { scope: 'document', css: `[${name}]`, property: name }
  }
  const field = element.closest('form')?.querySelector(hidden)
  const css = field && `form input[name="${field.getAttribute('name') ?? ''}"]`
  return css && isFirst(css, field) ? { scope: 'document', css, property: 'value' } : null
}

function isFirst(css: string, element: Element): boolean {
  const found = allWithin(document, css)
  return (found.find(isVisible) ?? found[0]) === element
}
