import { fitsAddress, matchRequest } from '../sites/match-request.ts'
import { readPath } from '../sites/read-path.ts'
import { handshake } from './handshake.ts'
import type { Carrying, ToPageWorld } from './handshake.ts'
import { textOf } from './text-of.ts'
import { wrapFetch, wrapForms, wrapRequests, wrapRoots } from './wrap.ts'

export interface Sending {
  readonly method: string
  readonly url: string
  readonly body: unknown
  readonly isSync?: boolean
  /** Sends it with the native call; `answer`, if anybody asks, is told what came back. */
  readonly go: (answer?: (status: number, text: string) => void) => void
  readonly fail: () => void
}

/** A request held longer than this is answered to the page as a failed one (house, where a decision is made, 6). */
const patience = 30_000
/** How long a request waits at the start of a page for the matchers; longer when the other side has been heard of. */
const firstMoments = 1000
const slowStart = 5000

/**
 * Runs in the page's own world, before its scripts, and is treated as hostile input by the other side: whatever it knows
 * the page can know. It knows what requests to ask about, and nothing of why.
 */
export function startPageWorld(): void {
  const { dispatchEvent } = EventTarget.prototype
  const { apply } = Reflect
  const Question = CustomEvent
  const later = setTimeout
  const held = new Map<number, () => void>()
  let carrying: readonly Carrying[] | undefined
  let early: (() => void)[] | undefined = []
  let secret = ''
  let port: MessagePort | undefined
  let last = 0

  const begin = () => {
    const waiting = early
    early = undefined
    waiting?.forEach((again) => again())
  }
  later(() => !secret && begin(), firstMoments)
  later(begin, slowStart)

  addEventListener(
    'message',
    function take(event) {
      if (port || event.data !== handshake || !event.ports[0]) return
      event.stopImmediatePropagation()
      removeEventListener('message', take, true)
      port = event.ports[0]
      port.onmessage = ({ data }: MessageEvent<ToPageWorld>) => {
        if ('secret' in data) secret = data.secret
        else if ('carrying' in data) {
          carrying = data.carrying
          begin()
        } else held.get(data.go)?.()
      }
    },
    true,
  )

  const send = (sending: Sending): void => {
    const { method, body, isSync, go, fail } = sending
    const pass = () => go()
    let url: string
    let text: string | Promise<string>
    try {
      if (early && body !== null && body !== undefined && !isSync) return void early.push(() => send(sending))
      url = new URL(sending.url, document.baseURI).href
      if (!carrying?.some(({ match }) => fitsAddress(match, method, url))) return pass()
      text = textOf(body, isSync)
    } catch {
      // Whatever the page handed over, the native call knows best how to refuse it.
      return pass()
    }
    if (typeof text !== 'string') return void text.then((body) => send({ ...sending, body }), pass)
    const request = { method: method.toUpperCase(), url, body: text }
    const found = carrying.filter(({ match }) => matchRequest(match, request).length)
    if (!found.length) return pass()
    const id = ++last
    const leave = () =>
      go((status, answer) => {
        const failures = found.flatMap(({ absent }) => (absent && hasPath(answer, absent) ? [absent] : []))
        port?.postMessage({ id, status, failures })
      })
    const detail = JSON.stringify({ id, ...request })
    if (apply(dispatchEvent, window, [new Question(secret, { detail, cancelable: true })])) return leave()
    if (isSync) return fail()
    const end = (act: () => void) => () => held.delete(id) && act()
    held.set(id, end(leave))
    later(end(fail), patience)
  }

  wrapFetch(send)
  wrapRequests(send)
  wrapForms(send)
  wrapRoots((host) => !!secret && apply(dispatchEvent, host, [new Question(secret, { composed: true })]))
}

function hasPath(answer: string, path: string): boolean {
  try {
    return readPath(JSON.parse(answer), path).length > 0
  } catch {
    return false
  }
}
