import type { Scalar } from '../policy/action.ts'
import type { Parse } from '../protocol/site-pack.ts'

const blocks = /<(?=\/?(?:br|div|p|li|tr|td|th|h\d|[ou]l|table|blockquote|pre|hr)\b)/gi

/** The canonical value of something read from a page or a request; undefined = it cannot be read. Both ways must agree. */
export function parseValue(raw: unknown, parse: Parse): Scalar | undefined {
  if (raw === undefined) return undefined
  if (raw === null || raw === '') return parse.as === 'boolean' ? false : null
  switch (parse.as) {
    case 'text':
      return plainText(raw).trim()
    case 'html':
      return visibleText(plainText(raw))
    case 'number': {
      const text = plainText(raw).replace(/[\s\p{Sc}]/gu, '')
      const bare = typeof raw === 'number' ? text : ungroup(text, parse.group, parse.decimal)
      const value = bare && Number.isFinite(+bare) ? +bare : undefined
      // Rounded, because 0.07 times 100 is not 7 in binary.
      return value !== undefined && parse.times ? Math.round(value * parse.times * 1e6) / 1e6 : value
    }
    case 'date': {
      const values: string[] = plainText(raw).match(/\d+/g) ?? []
      const order: string[] = parse.format.match(/YYYY|MM|DD/g) ?? []
      const part = (name: string) => values[order.indexOf(name)]
      return isoDate(part('YYYY'), part('MM'), part('DD'))
    }
    case 'date-parts': {
      const parts = raw as Record<string, unknown>
      return isoDate(parts[parse.year], parts[parse.month], parts[parse.day])
    }
    case 'boolean':
      return /^(true|1|on|yes)$/i.test(plainText(raw))
    case 'addresses':
      return parseAddresses(raw).join(', ') || null
  }
  return parse satisfies never
}

/** Addresses of a list or a typed line; display names are dropped. */
export function parseAddresses(raw: unknown): string[] {
  return (JSON.stringify(raw) ?? '').toLowerCase().match(/[^\s<>,;:"\\[\](){}]+@[^\s<>,;:"\\[\](){}]+/g) ?? []
}

function ungroup(text: string, group: string, decimal: string): string {
  return (group ? text.split(group).join('') : text).replace(decimal, '.')
}

export function fold(raw: unknown): string {
  return plainText(raw).replace(/\s+/g, ' ')
}

function visibleText(html: string): string {
  // A block ends a word even where the markup has no white space between two of them.
  const parsed = new DOMParser().parseFromString(html.replace(blocks, ' <'), 'text/html')
  return fold(parsed.body.textContent).trim()
}

function isoDate(year: unknown, month: unknown, day: unknown): string | undefined {
  const text = [
    [year, 4],
    [month, 2],
    [day, 2],
  ]
    .map(([part, length]) => String(part).padStart(length as number, '0'))
    .join('-')
  const date = new Date(text)
  return /^\d{4}-\d\d-\d\d$/.test(text) && +date && date.toISOString().startsWith(text) ? text : undefined
}

export function plainText(raw: unknown): string {
  return typeof raw === 'string' ? raw : (JSON.stringify(raw) ?? '')
}
