import { randomUUID } from 'node:crypto'
import type { Action } from '../../policy/action.ts'
import { pagePortName } from '../../protocol/messages/page-port.ts'
import type { PageMessage, WorkerMessage } from '../../protocol/messages/page-port.ts'
import { panelPortName } from '../../protocol/messages/panel-port.ts'
import type { PanelMessage, PanelReceipt, WorkerPanelMessage } from '../../protocol/messages/panel-port.ts'
import type { HoldView } from '../../protocol/hold.ts'
import type { FakePort } from './fake-browser.ts'
import { crmUrl, optionsSender, pageSender, panelSender } from './worker-world.ts'
import type { World } from './worker-world.ts'

type Told<Type extends WorkerMessage['type']> = Extract<WorkerMessage, { type: Type }>

/** A page that keeps its side of the contract: reconnects, says again what it still holds, runs a release once. */
export function openPage(world: World, tab = 1, url = crmUrl) {
  const heard: WorkerMessage[] = []
  const held = new Map<string, Action>()
  const settledHolds = new Map<string, PageMessage>()
  const document = randomUUID()
  /** Every time the action really ran: what reached the CRM. */
  const ran: { hold: string; effect: string }[] = []
  let port: FakePort | null = null

  const page = {
    heard,
    ran,
    connect() {
      const life = world.current()
      const opened = life.browser.connect(pagePortName, pageSender(tab, url, document))
      port = opened
      life.ports.push(opened)
      opened.onMessage.addListener((message) => hear(message as WorkerMessage))
      opened.onDisconnect.addListener(() => {
        if (port === opened) port = null
      })
      page.say({ type: 'page.opened', url })
      for (const [hold, action] of held) page.say({ type: 'action.held', hold, action, ageMs: 0 })
      for (const message of settledHolds.values()) page.say(message)
    },
    isConnected: () => port !== null,
    say(message: unknown) {
      port?.postMessage(message)
    },
    /** The rep does something the page holds. */
    hold(action: Action): string {
      const hold = randomUUID()
      held.set(hold, action)
      page.say({ type: 'action.held', hold, action })
      return hold
    },
    edit(hold: string, action: Action) {
      held.set(hold, action)
      page.say({ type: 'hold.edited', hold, action })
    },
    told<Type extends WorkerMessage['type']>(type: Type, hold?: string): Told<Type>[] {
      return heard.filter(
        (message): message is Told<Type> =>
          message.type === type && (hold === undefined || ('hold' in message && message.hold === hold)),
      )
    },
  }

  function hear(message: WorkerMessage) {
    heard.push(message)
    if (message.type === 'hold.closed') held.delete(message.hold)
    if (message.type !== 'hold.released' || !held.delete(message.hold)) return
    ran.push({ hold: message.hold, effect: message.effect })
    const settled = { type: 'action.settled', hold: message.hold, outcome: 'done', status: 200 } as const
    settledHolds.set(message.hold, settled)
    page.say(settled)
  }
  page.connect()
  return page
}

/** The panel frame beside the control, or with `tab` null the side panel. */
export function openPanel(world: World, hold: string | null, tab: number | null = 1) {
  const views: HoldView[] = []
  const heard: WorkerPanelMessage[] = []
  let port: FakePort | null = null
  const panel = {
    views,
    heard,
    latest: () => views.at(-1),
    isConnected: () => port !== null,
    connect() {
      const life = world.current()
      const opened = life.browser.connect(panelPortName, tab === null ? optionsSender : panelSender(tab))
      port = opened
      life.ports.push(opened)
      opened.onMessage.addListener((given) => {
        const message = given as WorkerPanelMessage | PanelReceipt
        if (message.type === 'panel.heard') return
        heard.push(message)
        if (message.type === 'hold.shown') views.push(message.view)
      })
      opened.onDisconnect.addListener(() => {
        if (port === opened) port = null
      })
      panel.say(hold === null ? { type: 'holds.listed' } : { type: 'hold.opened', hold })
    },
    say(message: PanelMessage) {
      port?.postMessage(message)
    },
  }
  panel.connect()
  return panel
}

export function askedFor(hold: string): Extract<PanelMessage, { type: 'approval.requested' }> {
  return {
    type: 'approval.requested',
    hold,
    rationale: 'The customer signed.',
    rollbackPlan: 'Set it back.',
    decideWithinMinutes: 60,
    ticket: '',
  }
}

export async function enrol(world: World): Promise<unknown> {
  const { url, code } = world.server
  return world.current().browser.sendMessage({ type: 'device.enrol', serverUrl: url, code }, optionsSender)
}
