import { pageMessageSchema } from '../../protocol/messages/page-message-schema.ts'
import type { PageMessage } from '../../protocol/messages/page-port.ts'
import { fact } from '../audit/fact.ts'
import { takeReported } from '../audit/inbox.ts'
import { record } from '../audit/record.ts'
import { degradedFact } from '../audit/degraded.ts'
import { editHold } from '../decisions/edit-hold.ts'
import { isOfPage } from '../decisions/hold-row.ts'
import { inspectSurface, openHold } from '../decisions/open-hold.ts'
import { closeInspection, settleHold } from '../decisions/settle-hold.ts'
import { bringLater } from '../sites/bring-later.ts'
import { packsInForce } from '../policy/slices.ts'
import type { Action } from '../../policy/action.ts'
import { run } from '../run.ts'
import type { Worker } from '../worker.ts'
import { createAllowance } from './allowance.ts'
import { matchesHost } from './hosts.ts'
import { samePlace } from './ports.ts'
import type { PagePort, Port } from './ports.ts'
import { pagePlaceOf } from './sender.ts'

type Handlers = {
  readonly [Type in PageMessage['type']]: (
    worker: Worker,
    page: PagePort,
    message: Extract<PageMessage, { type: Type }>,
  ) => Promise<void>
}

/** A port that keeps breaking the rules is closed; an honest page reconnects and goes on. */
const mostOffences = 20

/** Takes the port of one frame. Called synchronously, so that no message is missed while the worker wakes. */
export function acceptPage(worker: Worker, ready: Promise<unknown>, port: Port): void {
  const from = pagePlaceOf(worker.environment, port.sender)
  if (!from) return port.disconnect()
  const page: PagePort = { port, ...from }
  const allowance = createAllowance(worker.environment.now)
  let offences = 0
  const refuse = (reason: string) => {
    offences += 1
    if (offences === 1) run('offence', recordOffence(worker, ready, page, reason))
    if (offences >= mostOffences) port.disconnect()
  }
  worker.ports.pages.add(page)
  port.onDisconnect.addListener(() => worker.ports.pages.delete(page))
  port.onMessage.addListener((message: unknown) => {
    const allowed = allowance.take(message)
    if (allowed !== 'ok') return refuse(allowed)
    const parsed = pageMessageSchema.safeParse(message)
    if (!parsed.success) return refuse('MALFORMED')
    const handled = handle(worker, ready, page, parsed.data).then((isTaken) => {
      if (!isTaken) refuse('NOT_ITS_OWN')
    })
    run(parsed.data.type, handled)
  })
}

/** False when the message speaks of something that is not this page's. */
async function handle(
  worker: Worker,
  ready: Promise<unknown>,
  page: PagePort,
  message: PageMessage,
): Promise<boolean> {
  await ready
  if ('action' in message && !speaksOfItself(worker, page, message.action)) return false
  if ('hold' in message && !(await ownsHold(worker, page, message.hold))) return false
  const handler = handlers[message.type] as Handlers[PageMessage['type']]
  // The map above ties each handler to its own message type; indexing by a union cannot show it.
  await handler(worker, page, message as never)
  return true
}

const handlers: Handlers = {
  async 'page.opened'(worker, page) {
    const packs = packsInForce(worker).good.filter((pack) => matchesHost(pack.hosts, page.url))
    const slices = packs.flatMap(({ id }) => worker.active?.slices.get(id)?.slice ?? [])
    if (slices.length === 0) page.port.postMessage({ type: 'site.unknown' })
    for (const slice of slices) page.port.postMessage({ type: 'slice.changed', slice })
    await bringLater(
      worker,
      page,
      slices.map(({ pack }) => pack),
    )
  },
  async 'action.held'(worker, { place }, { hold, action, ageMs = 0 }) {
    await openHold(worker, { hold, action, place, ageMs })
  },
  async 'hold.edited'(worker, _page, { hold, action }) {
    await worker.turns(`hold:${hold}`, async () => {
      const row = await worker.db.holds.get(hold)
      if (row) await editHold(worker, row, action)
    })
  },
  async 'surface.inspected'(worker, { place }, { hold, action }) {
    await inspectSurface(worker, { hold, action, place })
  },
  async 'action.reported'(worker, page, { fact: stated }) {
    const packs = packsInForce(worker).good.filter((pack) => matchesHost(pack.hosts, page.url))
    if (packs.some(({ id }) => id === stated.subject.site)) await takeReported(worker, stated)
  },
  async 'action.settled'(worker, _page, { hold, outcome, status }) {
    await settleHold(worker, hold, { outcome, status })
  },
  async 'panel.dismissed'(worker, _page, { hold }) {
    await closeInspection(worker, hold)
  },
  async 'surface.degraded'(worker, page, message) {
    const degraded = degradedFact(worker, page, message.surface, message)
    if (degraded) await record(worker, { facts: [degraded] })
  },
}

function speaksOfItself(worker: Worker, page: PagePort, action: Action): boolean {
  const pack = packsInForce(worker).good.find(({ id }) => id === action.site)
  return pack !== undefined && matchesHost(pack.hosts, page.url) && isOfPage(action, page)
}

/** A hold belongs to the document that made it; a hold nobody knows may be made by anyone. */
async function ownsHold(worker: Worker, page: PagePort, hold: string): Promise<boolean> {
  const row = await worker.db.holds.get(hold)
  return row === undefined || samePlace(row.place, page.place)
}

async function recordOffence(
  worker: Worker,
  ready: Promise<unknown>,
  page: PagePort,
  reason: string,
): Promise<void> {
  await ready
  await record(worker, { facts: [fact(worker, 'page.throttled', { reason, origin: page.place.origin })] })
}
