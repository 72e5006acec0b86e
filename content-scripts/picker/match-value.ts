import type { Scalar } from '../../policy/action.ts'
import type { FieldProposal } from '../../protocol/messages/picker-port.ts'
import type { Parse } from '../../protocol/site-pack.ts'
import { parseAddresses, parseValue } from '../../reading/parse.ts'
import { isLeaf } from './nodes.ts'
import type { BodyNode } from './nodes.ts'

/** A field as the page showed it when the control was used. */
export interface ReadField {
  readonly field: FieldProposal
  readonly raw: unknown
  /** False when it still was as the page first showed it. */
  readonly isChanged: boolean
}

export interface Carried {
  readonly node: BodyNode
  readonly parse: Parse
}

const scales = [1, 0.01, 100]
const dates = ['YYYY-MM-DD', 'MM/DD/YYYY', 'DD/MM/YYYY', 'DD.MM.YYYY']

/** The place of the body that carries this field's value, read so that it is the same value; the best named one. */
export function carrierOf({ field, raw }: ReadField, nodes: readonly BodyNode[]): Carried | undefined {
  const wanted = parseValue(raw, field.parse)
  if (wanted === undefined) return undefined
  const found = nodes.flatMap((node) => {
    const parse = readingOf(node, field.parse, wanted)
    const likeness = alike(node.key, field)
    return parse && (likeness > 0 || isTelling(wanted)) ? [{ node, parse, likeness }] : []
  })
  return found.sort((left, right) => right.likeness - left.likeness)[0]
}

function readingOf(node: BodyNode, shown: Parse, wanted: Scalar): Parse | undefined {
  if (shown.as === 'addresses') {
    const isSame =
      wanted !== null && parseAddresses(node.value).sort().join() === parseAddresses(wanted).sort().join()
    return isSame ? shown : undefined
  }
  return isLeaf(node)
    ? readingsFor(shown).find((parse) => parseValue(node.value, parse) === wanted)
    : undefined
}

/** How a value may be written in a request, other than in the page. */
function readingsFor(shown: Parse): Parse[] {
  if (shown.as === 'number')
    return scales.flatMap((times) =>
      [{ group: '', decimal: '.' }, shown].map(({ group, decimal }) => ({
        as: 'number' as const,
        group,
        decimal,
        ...(times === 1 ? {} : { times }),
      })),
    )
  if (shown.as === 'date')
    return [...new Set([dates[0] ?? '', shown.format, ...dates])].map((format) => ({ as: 'date', format }))
  return [shown]
}

/** Does a key of the request name the field? */
function alike(key: string, { name, label }: FieldProposal): number {
  const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  const [own, ...names] = [key, name, label].map(bare)
  if (!own) return 0
  if (names.includes(own)) return 2
  return names.some((one) => one.length > 2 && own.length > 2 && (one.includes(own) || own.includes(one)))
    ? 1
    : 0
}

/** Would this value hardly be there by chance? */
function isTelling(value: Scalar): boolean {
  return value !== null && typeof value !== 'boolean' && String(value).length > 1
}
