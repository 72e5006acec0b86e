import type { Action } from '../../policy/action.ts'
import { effectOf } from '../../policy/effect.ts'
import type { PageMessage, WorkerMessage } from '../../protocol/messages/page-port.ts'
import type { Surface } from '../../protocol/site-pack.ts'
import { closePanel, openPanel, resizePanel } from '../frames/panel.ts'
import { resident } from '../resident.ts'
import { forgetShown } from '../sites/baseline.ts'
import { readAction, recordKey } from '../sites/read-action.ts'
import { issue } from './judge.ts'
import { newId } from './new-id.ts'

interface Held {
  readonly surface: Surface
  action: Action
  /** A badge was pressed: shown, not held. */
  readonly isInspection?: boolean
  /** Where the panel goes. */
  readonly anchor: Element | null
  /** Does it again, marked as ours. */
  readonly resume?: (effect: string) => void
}

interface Hold extends Held {
  readonly id: string
  /** When the gesture was; an edited one is no gesture any more. */
  at: number
  /** Said again on every new connection. */
  said: PageMessage
  /** The rep closed the panel; only a new gesture opens it again. */
  isClosed?: boolean
  /** It was let pass: asked for again it would pass twice. */
  isReleased?: boolean
}

/** In the order they were made; the newest of a surface is the one the page shows. */
const holds = new Map<string, Hold>()
const most = 50

/** Every gesture is a hold of its own; the worker hands on what was met for the same action. */
export function hold(held: Held): void {
  // A scripted click can be such that nothing stops what it starts: then the submit behind it is the same gesture.
  const isSeen = ({ surface, action, at, said }: Hold) =>
    said.type === 'action.held' &&
    surface.id === held.surface.id &&
    Date.now() - at < 500 &&
    effectOf(action) === effectOf(held.action)
  if (held.action.trigger !== 'request' && !held.isInspection && [...holds.values()].some(isSeen)) return
  for (const { id, isInspection, said } of holds.values())
    if (isInspection || said.type === 'action.settled' || holds.size > most) drop(id)
  const id = newId()
  const said: PageMessage = {
    type: held.isInspection ? 'surface.inspected' : 'action.held',
    hold: id,
    action: held.action,
  }
  holds.set(id, { ...held, id, said, at: Date.now() })
  resident().tell(said)
}

let isWatching = false

/** Tells the worker when what is shown as held is no longer what the page would do: by the word, not by the letter. */
export function watchEdits(): void {
  if (isWatching || !holds.size) return
  isWatching = true
  setTimeout(() => {
    isWatching = false
    tellEdits()
  }, 300)
}

function tellEdits(): void {
  const newest = new Map([...holds.values()].map((open) => [open.surface.id, open]))
  for (const open of newest.values()) {
    const { surface, action: before, said, id } = open
    if (before.trigger === 'request' || said.type === 'action.settled') continue
    const { action, isIdle } = readAction(surface, before)
    const isSameRecord = recordKey(surface, action.record) === recordKey(surface, before.record)
    if (isIdle || !isSameRecord || effectOf(action) === effectOf(before)) continue
    open.action = action
    open.at = 0
    if (!open.isInspection) open.said = { type: 'action.held', hold: id, action }
    resident().tell({ type: 'hold.edited', hold: id, action })
  }
}

/** After a new connection: the worker may have heard of none of it. */
export function retell(): void {
  for (const { said, isReleased } of holds.values())
    if (!isReleased || said.type === 'action.settled') resident().tell(said)
}

export function settle(id: string, outcome: 'done' | 'failed' | 'not-seen', status: number | null): void {
  const open = holds.get(id)
  if (!open || open.said.type === 'action.settled') return
  if (outcome === 'done') forgetShown(recordKey(open.surface, open.action.record))
  resident().tell((open.said = { type: 'action.settled', hold: id, outcome, status }))
}

export function hear(message: Extract<WorkerMessage, { hold: string }>): void {
  const open = holds.get(message.hold)
  if (!open) return
  switch (message.type) {
    case 'hold.decided':
      if (message.panel && !open.isClosed) openPanel(open.id, open.anchor)
      return
    case 'panel.resized':
      open.isClosed = !(message.height > 0)
      return open.isClosed ? closePanel(open.id) : resizePanel(open.id, message.height)
    case 'hold.closed':
      return drop(open.id)
    case 'hold.released':
      if (open.isReleased) return
      open.isReleased = true
      issue(open.action.operation, message.effect, open.id, message.until)
      if (message.resume) open.resume?.(message.effect)
      // It may have happened without any request that the pack knows, or not at all.
      setTimeout(settle, message.until - Date.now(), open.id, 'not-seen', null)
      return
  }
  message satisfies never
}

function drop(id: string): void {
  if (holds.get(id)?.isInspection) resident().tell({ type: 'panel.dismissed', hold: id })
  holds.delete(id)
  closePanel(id)
}
