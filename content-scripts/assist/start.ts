import type { Action } from '../../policy/action.ts'
import type { Surface } from '../../protocol/site-pack.ts'
import { resident } from '../resident.ts'
import type { Looks } from '../resident.ts'
import { changedShare } from './changed-share.ts'

/** What an assistant put into one field, as far as it is known. */
interface Draft {
  /** The text when the assistant was asked, and what the rep has typed since while nothing came. */
  before: string
  /** The text with what the assistant put in; undefined while nothing came. */
  text: string | undefined
  /** What comes now is still the assistant's: the rep has not touched the field since. */
  isOpen: boolean
  /** The last comparison, which is asked for again at every look at the page. */
  compared: { readonly text: string; readonly changed: number } | undefined
}

/** More than any page of a CRM has fields; a page that makes more loses the oldest. */
const mostDrafts = 50
const drafts = new Map<string, Draft>()
/** Milliseconds of the page's own clock, which begins at 0. */
let keyAt = -Infinity

/**
 * Tells text that an AI control of the page put in from text that the rep typed (S142, F8). Comes only into frames of
 * packs that declare such controls. Nothing of the text leaves the page: only how much of it was changed.
 */
export function startAssist(): void {
  const here = resident()
  const { looks, onEvent } = here
  // The engine is on its way, or there is none.
  if (!looks || !onEvent) return void setTimeout(startAssist, 100)
  if (here.assisted) return
  here.onEvent = (event) => {
    note(looks, event)
    onEvent(event)
  }
  here.assisted = (surface, described) => assistedIn(looks, surface, described)
}

function note(looks: Looks, event: Event): void {
  const { type, isTrusted } = event
  const path = event.composedPath().filter((part) => part instanceof Element)
  // A key or a press, then what it does: what is there before it is not the rep's.
  if (isTrusted && /^(pointerdown|keydown|focusin|drop)$/.test(type)) catchUp(looks)
  if (isTrusted && type === 'keydown') keyAt = event.timeStamp
  if (type === 'input' && isByRep(event as InputEvent)) noteTyping(looks, path)
  if (type !== 'click') return
  for (const surface of surfacesOf(looks)) {
    for (const { css, fills } of surface.assistants ?? []) {
      if (!path.some((part) => part.matches(css))) continue
      for (const name of fills) open(keyOf(looks, surface, name), textIn(looks, surface, name))
    }
  }
}

function open(key: string, before: string): void {
  drafts.delete(key)
  drafts.set(key, { before, text: undefined, isOpen: true, compared: undefined })
  for (const oldest of drafts.keys()) {
    if (drafts.size <= mostDrafts) return
    drafts.delete(oldest)
  }
}

function catchUp(looks: Looks): void {
  for (const [surface, name, draft] of known(looks)) take(draft, textIn(looks, surface, name))
}

function take(draft: Draft, text: string): void {
  if (draft.isOpen && text !== draft.before) draft.text = text
}

/** What the rep writes before anything came is theirs; after it, the draft is complete. */
function noteTyping(looks: Looks, path: readonly Element[]): void {
  for (const [surface, name, draft] of known(looks)) {
    const source = sourceOf(surface, name)
    if (!draft.isOpen || !source || !path.some((part) => part.matches(source.from.css))) continue
    if (draft.text === undefined) draft.before = textIn(looks, surface, name)
    else draft.isOpen = false
  }
}

/** Scripts that insert through the browser's own editing make input events that look like a person's. */
function isByRep({ isTrusted, inputType, timeStamp }: InputEvent): boolean {
  return isTrusted && (timeStamp - keyAt < 500 || /Paste|Drop|Composition/.test(inputType))
}

type Described = Pick<Action, 'content' | 'fields'>

function assistedIn(looks: Looks, surface: Surface, { content, fields }: Described): Action['assisted'] {
  if (!surface.assistants?.length) return undefined
  const texts = new Map([
    ...content.map(({ name, text }) => [name, text] as const),
    ...fields.map(({ name, after }) => [name, String(after ?? '')] as const),
  ])
  const assisted = [...texts].flatMap(([name, text]) => {
    const key = keyOf(looks, surface, name)
    const draft = drafts.get(key)
    if (!draft) return []
    take(draft, textIn(looks, surface, name))
    if (draft.text === undefined || text === '') return []
    if (draft.compared?.text !== text)
      draft.compared = { text, changed: round(changedShare(draft.text, text)) }
    // Nothing of it is left: the rep wrote this.
    return draft.compared.changed < 1 ? [{ name, changed: draft.compared.changed }] : []
  })
  return assisted.length > 0 ? assisted : undefined
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000
}

function* known(looks: Looks): Generator<[Surface, string, Draft]> {
  for (const surface of surfacesOf(looks)) {
    for (const name of new Set((surface.assistants ?? []).flatMap(({ fills }) => fills))) {
      const draft = drafts.get(keyOf(looks, surface, name))
      if (draft) yield [surface, name, draft]
    }
  }
}

function surfacesOf({ page }: Looks): readonly Surface[] {
  return page.site?.surfaces ?? []
}

function keyOf({ readRecord }: Looks, surface: Surface, name: string): string {
  const record = readRecord(surface)
  return [surface.operation, record?.type, record?.ids, name].join(' ')
}

function sourceOf({ content, fields }: Surface, name: string) {
  return content.find((one) => one.name === name) ?? fields.find((one) => one.name === name)
}

function textIn({ readValue }: Looks, surface: Surface, name: string): string {
  const source = sourceOf(surface, name)
  return String((source && readValue(source.from, source.parse)) ?? '')
}
