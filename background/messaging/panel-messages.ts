import { panelMessageSchema } from '../../protocol/messages/panel-message-schema.ts'
import type { PanelMessage } from '../../protocol/messages/panel-port.ts'
import { askApproval, withdrawApproval } from '../approvals/ask-approval.ts'
import { syncRequests } from '../approvals/requests.ts'
import type { HoldRow } from '../db/rows.ts'
import { advance } from '../decisions/advance.ts'
import type { Step } from '../decisions/advance.ts'
import { escalateHold, syncEscalations } from '../decisions/escalate.ts'
import { clearReview, completeReview, disputeDetection, giveOverride } from '../decisions/fulfil.ts'
import { isOpen } from '../decisions/hold-row.ts'
import { forgetMemory } from '../decisions/memories.ts'
import { cancelHold, closeInspection } from '../decisions/settle-hold.ts'
import { showHold, showLists } from '../decisions/tell.ts'
import { run } from '../run.ts'
import type { Worker } from '../worker.ts'
import { createAllowance } from './allowance.ts'
import type { PanelPort, Port } from './ports.ts'
import { ownPageOf } from './sender.ts'

type Handlers = {
  readonly [Type in PanelMessage['type']]: (
    worker: Worker,
    panel: PanelPort,
    message: Extract<PanelMessage, { type: Type }>,
  ) => Promise<void>
}

/** Takes the port of a panel frame or of the side panel: pages of this extension only. */
export function acceptPanel(worker: Worker, ready: Promise<unknown>, port: Port): void {
  const from = ownPageOf(worker.environment, port.sender)
  if (!from) return port.disconnect()
  const panel: PanelPort = { port, tab: from.tab, shown: new Set(), isList: false }
  const allowance = createAllowance(worker.environment.now)
  worker.ports.panels.add(panel)
  port.onDisconnect.addListener(() => worker.ports.panels.delete(panel))
  port.onMessage.addListener((message: unknown) => {
    worker.ports.tell(panel, { type: 'panel.heard' })
    const parsed = panelMessageSchema.safeParse(message)
    if (allowance.take(message) === 'ok' && parsed.success)
      run(parsed.data.type, handle(worker, ready, panel, parsed.data))
  })
}

async function handle(
  worker: Worker,
  ready: Promise<unknown>,
  panel: PanelPort,
  message: PanelMessage,
): Promise<void> {
  await ready
  const handler = handlers[message.type] as Handlers[PanelMessage['type']]
  // The map ties each handler to its own message type; indexing by a union cannot show it.
  await handler(worker, panel, message as never)
}

const handlers: Handlers = {
  async 'hold.opened'(worker, panel, { hold }) {
    const row = await seenBy(worker, panel, hold)
    if (!row) return worker.ports.tell(panel, { type: 'hold.gone', hold })
    panel.shown.add(hold)
    await showHold(worker, row)
    run('requests', syncRequests(worker))
    run('escalations', syncEscalations(worker))
  },
  'review.completed': (worker, panel, message) =>
    change({ worker, panel, hold: message.hold }, (row) => completeReview(worker, row, message), {
      mayRun: true,
    }),
  'review.cleared': (worker, panel, message) =>
    change({ worker, panel, hold: message.hold }, (row) => clearReview(worker, row, message), {
      mayRun: false,
    }),
  'override.given': (worker, panel, message) =>
    change({ worker, panel, hold: message.hold }, (row) => giveOverride(worker, row, message), {
      mayRun: true,
    }),
  async 'memory.forgotten'(worker, panel, { memory }) {
    if (panel.tab !== null) return
    await forgetMemory(worker, memory)
    await showLists(worker)
  },
  'detection.disputed': (worker, panel, message) =>
    change({ worker, panel, hold: message.hold }, (row) => disputeDetection(worker, row, message), {
      mayRun: false,
    }),
  'approval.requested': (worker, panel, message) =>
    change({ worker, panel, hold: message.hold }, (row) => askApproval(worker, row, message), {
      mayRun: false,
    }),
  'approval.withdrawn': (worker, panel, message) =>
    change({ worker, panel, hold: message.hold }, (row) => withdrawApproval(worker, row), { mayRun: false }),
  async 'hold.escalated'(worker, panel, message) {
    await worker.turns(`hold:${message.hold}`, async () => {
      const row = await seenBy(worker, panel, message.hold)
      if (row) await escalateHold(worker, row, message)
    })
  },
  // A press is a gesture like the first one, and stays one when the worker is ended before it was served.
  'hold.resumed': (worker, panel, { hold }) =>
    change({ worker, panel, hold }, async (row) => ({ ...row, gestureAt: worker.environment.now() }), {
      mayRun: true,
    }),
  async 'hold.cancelled'(worker, panel, { hold }) {
    if (await seenBy(worker, panel, hold)) await cancelHold(worker, hold)
  },
  async 'panel.measured'(worker, panel, { hold, height }) {
    const row = await seenBy(worker, panel, hold)
    if (row) worker.ports.tellPlace(row.place, { type: 'panel.resized', hold, height })
  },
  async 'panel.closed'(worker, panel, { hold }) {
    const row = await seenBy(worker, panel, hold)
    if (!row) return
    if (isOpen(row)) worker.ports.tellPlace(row.place, { type: 'panel.resized', hold, height: 0 })
    else if (row.state === 'inspecting') await closeInspection(worker, hold)
    else worker.ports.tellPlace(row.place, { type: 'hold.closed', hold })
  },
  async 'holds.listed'(worker, panel) {
    panel.isList = true
    await showLists(worker)
    run('requests', syncRequests(worker))
    run('escalations', syncEscalations(worker))
  },
}

/** One thing the rep did to an open hold, then as far as the hold goes. Nothing happens to a hold that is over. */
async function change(
  { worker, panel, hold }: { readonly worker: Worker; readonly panel: PanelPort; readonly hold: string },
  act: (row: HoldRow) => Promise<HoldRow>,
  step: Step,
): Promise<void> {
  await worker.turns(`hold:${hold}`, async () => {
    const row = await seenBy(worker, panel, hold)
    if (row && isOpen(row)) await advance(worker, await act({ ...row, problem: null }), step)
  })
}

/** A frame in a page is shown only what its own tab holds (trust.md, attack 17). */
async function seenBy(worker: Worker, panel: PanelPort, hold: string): Promise<HoldRow | null> {
  const row = await worker.db.holds.get(hold)
  return row && (panel.tab === null || panel.tab === row.place.tab) ? row : null
}
