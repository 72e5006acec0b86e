import type { Action, FieldChange, Scalar, Trigger } from '../../policy/action.ts'
import type { PageSource, Parse, Surface } from '../../protocol/site-pack.ts'
import { matchPage, ownUrl, site } from '../page.ts'
import { resident } from '../resident.ts'
import { baselineOf, noteShown } from './baseline.ts'
import { elementsOf } from './locate.ts'
import { parseAddresses, parseValue, plainText } from '../../reading/parse.ts'

export interface Started {
  readonly trigger: Trigger
  readonly actor: Action['actor']
}

/** What `surface` would do now, as the page shows it. `isIdle`: nothing was changed, so there is nothing to govern. */
export function readAction(surface: Surface, started: Started): { action: Action; isIdle: boolean } {
  const unreadable: string[] = []
  const record = readRecord(surface)
  const baseline = baselineOf(recordKey(surface, record))
  const isNew = !record?.ids.length
  const fields: FieldChange[] = []
  for (const { name, label, from, parse, required } of surface.fields) {
    const after = readValue(from, parse)
    const before = isNew ? undefined : baseline?.get(name)
    if (after === undefined) {
      if (required) unreadable.push(name)
    } else if (!surface.onlyChanges || (isNew ? after !== null : after !== before)) {
      fields.push({ name, label, before: before ?? null, after, beforeKnown: before !== undefined })
    }
  }
  const content = surface.content.flatMap(({ name, from, parse }) => {
    const text = readValue(from, parse)
    if (text === undefined) unreadable.push(name)
    return text === undefined ? [] : [{ name, text: String(text ?? '') }]
  })
  const recipients = surface.recipients.flatMap(({ from }, index) => {
    const raw = readRaw(from)
    if (raw === undefined) unreadable.push(`recipients.${index}`)
    return parseAddresses(raw)
  })
  const volume = surface.volume && readValue(surface.volume.from, surface.volume.parse)
  if (volume === undefined) unreadable.push('volume')
  return {
    action: describe(surface, started, {
      record,
      fields,
      recipients,
      content,
      volume: toNumber(volume),
      unreadable,
    }),
    isIdle: surface.onlyChanges && !fields.length && !unreadable.length,
  }
}

type Described = Pick<Action, 'record' | 'fields' | 'recipients' | 'content' | 'volume' | 'unreadable'>

export function describe(surface: Surface, started: Started, described: Described): Action {
  const { pack } = site().slice
  const account = matchPage(pack.account)?.account
  const assisted = resident().assisted?.(surface, described)
  return {
    site: pack.id,
    account: ownUrl().host + (account ? `/${account}` : ''),
    surface: surface.id,
    operation: surface.operation,
    ...started,
    ...described,
    // Named twice, in one line or in To and Cc: one mailbox all the same.
    recipients: [...new Set(described.recipients)],
    ...(assisted && { assisted }),
  }
}

/** Takes or keeps the baseline of the record this surface shows. */
export function snapshot(surface: Surface, isTouched: boolean): void {
  const values = new Map<string, Scalar>()
  const { edited } = resident().early
  for (const { name, from, parse } of surface.fields) {
    const value = readValue(from, parse)
    // Edited before anybody looked: what stood there is not known, and is not what stands there now.
    const isKnown = !edited.size || edited.get(elementsOf(from)[0]) !== location.href
    if (value !== undefined && isKnown) values.set(name, value)
  }
  if (values.size) noteShown(recordKey(surface, readRecord(surface)), values, isTouched)
}

export function recordKey({ operation }: Surface, record: Action['record']): string {
  return [operation, record?.type, record?.ids].join(' ')
}

export function readRecord({ record }: Surface): Action['record'] {
  if (!record) return null
  const { type, id } = record
  const found =
    id.from === 'url' ? matchPage(id.template)?.id : id.from === 'page' ? readRaw(id.source) : undefined
  return { type, ids: found === undefined || found === '' ? [] : [plainText(found)] }
}

export function readValue(source: PageSource, parse: Parse): Scalar | undefined {
  return parseValue(readRaw(source), parse)
}

function readRaw(source: PageSource): unknown {
  const [first, ...others] = elementsOf(source)
  const { property } = source
  if (property === 'count') return first ? 1 + others.length : 0
  if (!first) return undefined
  if (property === 'text') return editedIn(first)?.textContent
  if (property === 'html') return editedIn(first)?.innerHTML
  if (property === 'value' || property === 'checked') return (first as HTMLInputElement)[property]
  return first.getAttribute(property) ?? undefined
}

/** An editor can live in a frame, or in a frame of that: its text is what is being edited there. */
function editedIn(element: Element | null | undefined): Element | null | undefined {
  if (element?.localName !== 'iframe') return element
  const { contentDocument: inside } = element as HTMLIFrameElement
  return inside?.body.isContentEditable ? inside.body : editedIn(inside?.querySelector('iframe'))
}

function toNumber(value: Scalar | undefined): number | null {
  return typeof value === 'number' ? value : null
}
