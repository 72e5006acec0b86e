import { handshake, slowStart } from './handshake.ts'
import type { Question, ToPageWorld } from './handshake.ts'
import { takeNatives } from './natives.ts'
import { wrapFetch, wrapForms, wrapRequests, wrapRoots } from './wrap.ts'

export interface Sending {
  readonly method: string
  readonly url: string
  readonly isEmpty: boolean
  /** The body as it is now; undefined when it cannot be read. */
  readonly read: () => string | Promise<string> | undefined
  readonly isSync: boolean
  /** Sends it with the native call; `answer`, if anybody asks, is told what came back. */
  readonly go: (answer?: (status: number, text: string) => void) => void
  readonly fail: () => void
}

/** A request held longer than this is answered to the page as a failed one (house, where a decision is made, 6). */
const patience = 30_000
/** How long a request waits at the start of a page for the other side; `slowStart` when that has been heard of. */
const firstMoments = 1000

/**
 * Runs in the page's own world, before its scripts, and is treated as hostile input by the other side: whatever it knows
 * the page can know. It knows no matcher and no policy: it asks, and what nobody lets go stays. Nothing here may go
 * through what a page can replace: no method of a prototype, no iteration, no object that inherits.
 */
export function startPageWorld(): void {
  const { dispatchEvent } = EventTarget.prototype
  const { apply, getOwnPropertyDescriptor } = Reflect
  const { stringify } = JSON
  const { postMessage } = MessagePort.prototype
  const Ask = CustomEvent
  const later = setTimeout
  const natives = takeNatives()
  const setListener = getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage')!.set!
  const dataOf = getOwnPropertyDescriptor(MessageEvent.prototype, 'data')!.get!
  const portsOf = getOwnPropertyDescriptor(MessageEvent.prototype, 'ports')!.get!
  const { stopImmediatePropagation } = Event.prototype
  const held = Object.create(null) as Record<number, (() => void) | undefined>
  let early: (() => void)[] | undefined = []
  let secret = ''
  let asks = true
  let port: MessagePort | undefined
  let last = 0

  const begin = () => {
    const waiting = early
    early = undefined
    for (let at = 0; waiting && at < waiting.length; at += 1) waiting[at]!()
  }
  later(() => !secret && begin(), firstMoments)
  later(begin, slowStart)

  // Whichever of the two scripts is first: the secret is told before any script of the page could listen.
  const hear = (event: Event) => {
    const { detail } = event as CustomEvent<string | null>
    if (!detail || secret) return
    secret = detail
    event.preventDefault()
    removeEventListener(handshake, hear, true)
  }
  addEventListener(handshake, hear, true)
  dispatchEvent.call(window, new Ask(handshake))

  const take = (event: MessageEvent) => {
    if (port || apply(dataOf, event, []) !== handshake) return
    apply(stopImmediatePropagation, event, [])
    port = apply(portsOf, event, [])[0] as MessagePort
    const listen = (answer: MessageEvent) => {
      if (!answer.isTrusted) return
      const said = apply(dataOf, answer, []) as ToPageWorld
      if (typeof said === 'number') return held[said]?.()
      asks = said
      begin()
    }
    apply(setListener, port, [listen])
  }
  addEventListener('message', take, true)

  const isLet = (target: EventTarget, question: Partial<Question> & { __proto__: null }) => {
    const init = { __proto__: null, detail: stringify(question), cancelable: true, composed: true }
    return !apply(dispatchEvent, target, [new Ask(secret, init)])
  }
  const wait = (id: number, go: () => void, fail: () => void) => {
    const end = (act: () => void) => () => {
      const isWaiting = held[id]
      held[id] = undefined
      if (isWaiting) act()
    }
    held[id] = end(go)
    later(end(fail), patience)
  }

  const send = (sending: Sending): void => {
    const { method, url, read, isSync, go, fail } = sending
    if (early && !isSync && (!sending.isEmpty || method !== 'GET'))
      return void (early[early.length] = () => send(sending))
    const id = ++last
    if (!secret || !asks || isLet(window, { __proto__: null, id, method, url })) return go()
    const decide = (body: string) => {
      const leave = () => go((status, text) => port && apply(postMessage, port, [{ id, status, text }]))
      if (isLet(window, { __proto__: null, id, method, url, body })) return leave()
      if (isSync) return fail()
      // What was changed while it was held is asked about anew.
      const again = () => {
        const now = read()
        if (typeof now !== 'string' || now === body) leave()
        else send(sending)
      }
      wait(id, again, fail)
    }
    let body: string | Promise<string> | undefined
    try {
      body = read()
    } catch {
      // Whatever the page handed over, the native call knows best how to refuse it.
      return go()
    }
    if (typeof body === 'string') decide(body)
    else if (!body || isSync) fail()
    else natives.then(body, decide, fail)
  }
  const submit = (form: HTMLFormElement, go: () => void): void => {
    if (early) return void (early[early.length] = () => submit(form, go))
    const id = ++last
    if (!secret || !asks || isLet(form, { __proto__: null, id })) go()
    else wait(id, go, () => {})
  }

  wrapFetch(send, natives)
  wrapRequests(send, natives)
  wrapForms(submit)
  wrapRoots((host) => !!secret && apply(dispatchEvent, host, [new Ask(secret, { composed: true })]))
}
