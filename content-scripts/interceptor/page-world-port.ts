import type { Matcher } from '../../protocol/site-pack.ts'
import { page } from '../page.ts'
import { admit, answered } from './gate.ts'
import { handshake } from '../page-world/handshake.ts'
import type { FromPageWorld, ToPageWorld } from '../page-world/handshake.ts'
import { newId } from './new-id.ts'

const secret = newId()
let port: MessagePort | undefined

/** Name of the event by which the page-world script asks; nobody else can know it. */
export { secret as questionName }

/**
 * Hands the page-world script its port before any script of the page runs; it stops the event there. What it says
 * afterwards is hostile input: a page can make it say anything, and gains nothing but to be held.
 */
export function openPageWorld(): void {
  const channel = new MessageChannel()
  port = channel.port1
  port.onmessage = ({ data }: MessageEvent<FromPageWorld>) => {
    answered(+data.id, +data.status, Array.isArray(data.failures) ? data.failures.map(String) : [])
  }
  postMessage(handshake, '*', [channel.port2])
  say({ secret })
}

export function say(message: ToPageWorld): void {
  port?.postMessage(message)
}

/** What to look for. No policy, no words, no thresholds. */
export function sendMatchers(): void {
  const carrying = page.surfaces.flatMap(({ requests, success }) =>
    requests.map(({ match }): { match: Matcher; absent: string | null } => ({ match, absent: success.absent })),
  )
  say({ carrying })
}

/**
 * A request of the page, asked about synchronously: an event crosses the worlds inside the same task, so an allowed
 * request leaves when the page sent it, and a synchronous one can be decided at all. Cancelled = held.
 */
export function answerQuestion(event: Event): void {
  const { id, ...request } = JSON.parse(String((event as CustomEvent).detail)) as {
    id: number
    method: string
    url: string
    body: string
  }
  if (!admit(request, 'request', id, () => say({ go: id }))) event.preventDefault()
}
