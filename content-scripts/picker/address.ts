import type { Place } from '../../protocol/messages/picker-port.ts'
import { isGenerated } from './generated.ts'

/**
 * Where a page is, for every record alike: what looks made by a machine becomes `*`, and the last of it is taken for the
 * record. The query is left out, because it makes no other place of a page; a hash counts when it is a route.
 */
export function placeOf(address: string): Place {
  const [, path = '', hash = ''] = /^([^?#]*)(?:\?[^#]*)?(#.*)?$/s.exec(address) ?? []
  const route = hash.startsWith('#/') || hash.startsWith('#!/') ? hash.replace(/\?.*/, '') : ''
  const parts = (path + route).split(/([/;,&])/)
  const isId = (part: string) =>
    /[^/;,&#!]/.test(part) && !/^v\d+$/i.test(part) && isGenerated(part.replace(/\.\w{2,4}$/, ''))
  const at = parts.findLastIndex(isId)
  const template = (name: string) =>
    parts.map((part, index) => (index === at ? name : isId(part) ? '*' : part)).join('')
  const words = parts.filter(
    (part, index) => /^[\p{L}_-]{3,}$/u.test(part) && !isId(part) && (at < 0 || index < at),
  )
  const entity = words.at(-1)
  return {
    url: [template('*')],
    record: at < 0 ? null : template('{id}'),
    entity: entity ? `/${entity}` : null,
  }
}
