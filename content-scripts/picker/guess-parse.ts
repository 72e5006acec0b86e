import type { Parse } from '../../protocol/site-pack.ts'

export interface Shown {
  /** `type` of an input, or the tag. */
  readonly kind: string
  readonly value: string
  /** Tells month and day apart where the value does not. */
  readonly isMonthFirst: boolean
}

/** How a value that stands in a page is to be read; the administrator sees it and may say otherwise. */
export function guessParse({ kind, value, isMonthFirst }: Shown): Parse {
  const text = value.trim()
  if (kind === 'checkbox' || kind === 'radio') return { as: 'boolean' }
  if (kind === 'date') return { as: 'date', format: 'YYYY-MM-DD' }
  if (kind === 'number' || kind === 'range') return { as: 'number', group: '', decimal: '.' }
  if (kind === 'email' || /^[^\s@]+@[^\s@]+\.[^\s@]+/.test(text)) return { as: 'addresses' }
  if (kind === 'html') return { as: 'html' }
  return dateOf(text, isMonthFirst) ?? numberOf(text) ?? { as: 'text' }
}

function dateOf(text: string, isMonthFirst: boolean): Parse | undefined {
  const parts = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})$/.exec(text)
  if (!parts) return undefined
  const [, first = '', separator = '', second = '', third = ''] = parts
  if (first.length === 4) return { as: 'date', format: ['YYYY', 'MM', 'DD'].join(separator) }
  if (third.length !== 4) return undefined
  const month = Number(first) > 12 ? 1 : Number(second) > 12 || isMonthFirst ? 0 : 1
  return { as: 'date', format: [...(month ? ['DD', 'MM'] : ['MM', 'DD']), 'YYYY'].join(separator) }
}

/** `1,200.50` and `1.200,50`: the mark that comes last and once is the decimal one. A leading zero is a code. */
function numberOf(text: string): Parse | undefined {
  if (!/^-?\d[\d\s.,'’]*$/.test(text) || /^0\d/.test(text)) return undefined
  const marks = text.match(/[^\d-]/g) ?? []
  const last = marks.at(-1)
  const isGroup = (mark: string) => new RegExp(`^-?\\d{1,3}(\\${mark}\\d{3})+$`).test(text)
  if (!last) return { as: 'number', group: ',', decimal: '.' }
  if (marks.every((mark) => mark === last) && isGroup(last))
    return { as: 'number', group: last, decimal: last === '.' ? ',' : '.' }
  const group = marks.find((mark) => mark !== last) ?? (last === ',' ? '.' : ',')
  return { as: 'number', group, decimal: last }
}
