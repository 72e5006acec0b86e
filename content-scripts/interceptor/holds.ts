import type { Action } from '../../policy/action.ts'
import { effectOf } from '../../policy/effect.ts'
import type { PageMessage, WorkerMessage } from '../../protocol/messages/page-port.ts'
import type { Surface } from '../../protocol/site-pack.ts'
import { closePanel, openPanel, resizePanel } from '../frames/panel.ts'
import { tell } from '../port/port.ts'
import { forgetShown } from '../sites/baseline.ts'
import { readAction, recordKey } from '../sites/read-action.ts'
import { newId } from './new-id.ts'
import { issue } from './judge.ts'

export interface Hold {
  readonly id: string
  readonly surface: Surface
  readonly isInspection: boolean
  action: Action
  /** Where the panel goes. */
  readonly anchor: Element | null
  /** Does it again, marked as ours; false when it cannot be done any more. */
  readonly resume: () => boolean
  /** Said again on every new connection, until the hold is closed. */
  said: PageMessage
}

const holds = new Map<string, Hold>()

type Started = Pick<Hold, 'surface' | 'isInspection' | 'action' | 'anchor' | 'resume'>

/** One hold for each surface: a repeated gesture shows it again, an edited one says so. */
export function hold(started: Started): Hold {
  const { surface, isInspection, action } = started
  const open = [...holds.values()].find((one) => one.surface.id === surface.id)
  if (open && open.isInspection === isInspection && open.said.type !== 'action.settled') {
    if (effectOf(open.action) !== effectOf(action)) edit(open, action)
    const next = { ...started, id: open.id, action, said: { ...open.said, action } as PageMessage }
    holds.set(open.id, next)
    tell({ type: isInspection ? 'surface.inspected' : 'action.held', hold: open.id, action })
    return next
  }
  if (open) drop(open.id)
  const id = newId()
  const said = { type: isInspection ? 'surface.inspected' : 'action.held', hold: id, action } as const
  const made = { ...started, id, said }
  holds.set(id, made)
  tell(said)
  return made
}

/** Tells the worker when a held draft is no longer what was held. */
export function watchEdits(): void {
  for (const open of holds.values()) {
    if (open.action.trigger === 'request' || open.said.type === 'action.settled') continue
    const { action, isIdle } = readAction(open.surface, open.action)
    const isSameRecord = recordKey(open.surface, action.record) === recordKey(open.surface, open.action.record)
    if (!isIdle && isSameRecord && effectOf(action) !== effectOf(open.action)) edit(open, action)
  }
}

function edit(open: Hold, action: Action): void {
  open.action = action
  open.said = { type: 'action.held', hold: open.id, action }
  tell({ type: open.isInspection ? 'surface.inspected' : 'hold.edited', hold: open.id, action })
}

export function drop(id: string): void {
  if (holds.delete(id)) tell({ type: 'panel.dismissed', hold: id })
  closePanel(id)
}

/** After a new connection: the worker may have heard of none of it. */
export function retell(): void {
  for (const { said } of holds.values()) tell(said)
}

export function settle(id: string, outcome: 'done' | 'failed' | 'not-seen', status: number | null): void {
  const open = holds.get(id)
  if (!open || open.said.type === 'action.settled') return
  if (outcome === 'done') forgetShown(recordKey(open.surface, open.action.record))
  tell((open.said = { type: 'action.settled', hold: id, outcome, status }))
}

export function hear(message: Exclude<WorkerMessage, { type: 'slice.changed' | 'site.unknown' }>): void {
  const open = holds.get(message.hold)
  if (!open) return
  switch (message.type) {
    case 'hold.decided':
      if (message.panel) openPanel(open.id, message.panel, open.anchor)
      return
    case 'panel.resized':
      return resizePanel(open.id, message.height)
    case 'hold.closed':
      holds.delete(open.id)
      return closePanel(open.id)
    case 'hold.released':
      issue(open.action.operation, message.effect, open.id, message.until)
      if (message.resume) open.resume()
      // The act may have happened without any request that the pack knows, or not at all.
      setTimeout(() => settle(open.id, 'not-seen', null), Math.max(0, message.until - Date.now()))
      return
  }
  message satisfies never
}
