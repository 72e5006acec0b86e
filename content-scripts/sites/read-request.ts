import type { Action, FieldChange } from '../../policy/action.ts'
import { canonical } from '../../policy/canonical.ts'
import type { Json } from '../../policy/canonical.ts'
import type { CarryingRequest, Surface } from '../../protocol/site-pack.ts'
import { baselineOf } from './baseline.ts'
import { matchRequest, namesIn } from './match-request.ts'
import type { SentRequest } from './match-request.ts'
import { parseAddresses, parseValue } from '../../reading/parse.ts'
import { isPresent } from './locate.ts'
import { describe, readAction, recordKey } from './read-action.ts'
import type { Started } from './read-action.ts'
import { readPath } from './read-path.ts'

/** The actions a request would carry out for this surface: the same canonical action as the click that sends it. */
export function readRequest(surface: Surface, request: SentRequest, actor: Action['actor']): Action[] {
  return surface.requests.flatMap((carrying) =>
    matchRequest(carrying.match, request).flatMap((part) =>
      readPart(surface, carrying, part, { actor, id: namesIn(carrying.match, request.url)?.id }),
    ),
  )
}

function readPart(
  surface: Surface,
  carrying: CarryingRequest,
  part: unknown,
  { actor, id }: { readonly actor: Action['actor']; readonly id: string | undefined },
): Action[] {
  const { record: place, onlyWhenFieldsPresent } = carrying
  const unreadable: string[] = []
  const record = place && {
    type: place.type,
    ids: place.ids
      ? readPath(part, place.ids)
          .flat()
          .filter((id) => id !== null)
          .map(String)
      : id
        ? [id]
        : [],
  }
  const baseline = baselineOf(recordKey(surface, record))
  const fields: FieldChange[] = []
  const add = (name: string, label: string, after: FieldChange['after'] | undefined) => {
    const before = record?.ids.length ? baseline?.get(name) : undefined
    if (after === undefined) unreadable.push(name)
    else if (record?.ids.length || after !== null)
      fields.push({ name, label, before: before ?? null, after, beforeKnown: before !== undefined })
  }
  for (const { name, label, path, parse } of carrying.fields) {
    // Every line of an order counts: the first alone would let the others ride along.
    for (const raw of readPath(part, path)) add(name, label, parseValue(raw, parse))
  }
  if (onlyWhenFieldsPresent && carrying.fields.length && !fields.length && !unreadable.length) return []
  if (carrying.undeclared) {
    // A declared field in a form its path does not know is shown as it is, or it would ride along unseen.
    const read = carrying.fields.filter(({ path }) => readPath(part, path).length)
    for (const [key, value] of Object.entries(readPath(part, carrying.undeclared)[0] ?? {})) {
      const place = `${carrying.undeclared}.${key}.`
      if (!read.some(({ path }) => `${path}.`.startsWith(place)))
        add(key, key, canonical(value as Json).slice(0, 2000))
    }
  }
  const content = carrying.content.flatMap(({ name, path, parse }) => {
    const text = parseValue(readPath(part, path)[0], parse)
    if (text === undefined) unreadable.push(name)
    return text === undefined ? [] : [{ name, text: String(text ?? '') }]
  })
  const recipients = carrying.recipients.flatMap(({ path }) => readPath(part, path).flatMap(parseAddresses))
  const volume = carrying.volume ? volumeOf(readPath(part, carrying.volume)) : null
  const started: Started = { trigger: 'request', actor }
  const read = { record, fields, recipients, content, volume, unreadable }
  if (!carrying.fromPage) return [describe(surface, started, read)]
  const shown = isPresent(surface) && readAction(surface, started).action
  // The same operation on a record that is not on the page: nobody can say what it would send.
  return shown && recordKey(surface, shown.record) === recordKey(surface, record)
    ? [{ ...shown, fields }]
    : [describe(surface, started, { ...read, unreadable: [...unreadable, 'content'] })]
}

/** One number is the volume itself; anything else is counted. */
function volumeOf(values: unknown[]): number {
  const [first] = values
  return typeof first === 'number' && values.length < 2 ? first : values.flat().length
}
