import type { Sending } from './start.ts'
import { formRequest } from './form-request.ts'
import { asText } from './text-of.ts'

type Send = (sending: Sending) => void
type Call = () => unknown
type Method = (...args: unknown[]) => unknown

/**
 * Puts `around` in front of a native function. A proxy keeps name, length, `toString` and `new` as they were, so that a
 * page's own feature tests go on working.
 */
function wrap<Self, Args extends unknown[]>(
  owner: object,
  name: string,
  around: (self: Self, args: Args, call: Call) => unknown,
): void {
  const { apply } = Reflect
  const place = owner as Record<string, Method | undefined>
  const native = place[name]
  if (!native) return
  place[name] = new Proxy(native, {
    apply: (call, self: Self, args: Args) => around(self, args, () => apply(call, self, args)),
  })
}

export function wrapFetch(send: Send): void {
  wrap(window, 'fetch', (_self, [input, init]: [RequestInfo | URL, RequestInit?], call) => {
    const asked = input instanceof Request ? input : undefined
    return new Promise((resolve, reject) =>
      send({
        method: init?.method ?? asked?.method ?? 'GET',
        url: asked?.url ?? asText(input),
        body: init?.body ?? (asked?.body && asked),
        go: (answer) => {
          const answering = call() as Promise<Response>
          resolve(answering)
          if (answer)
            answering
              .then((response) =>
                response
                  .clone()
                  .text()
                  .then((text) => answer(response.status, text)),
              )
              .catch(() => answer(0, ''))
        },
        fail: () => reject(new TypeError('Failed to fetch')),
      }),
    )
  })
  wrap(Navigator.prototype, 'sendBeacon', (_self, [url, body]: [string | URL, BodyInit?], call) => {
    let isQueued: unknown = true
    send({
      method: 'POST',
      url: String(url),
      body,
      go: (answer) => {
        isQueued = call()
        answer?.(isQueued ? 200 : 0, '')
      },
      fail: () => {},
    })
    return isQueued
  })
}

export function wrapRequests(send: Send): void {
  const own = XMLHttpRequest.prototype
  const { open, send: nativeSend } = own
  const { apply } = Reflect
  const opened = new WeakMap<XMLHttpRequest, unknown[]>()
  wrap(own, 'open', (self: XMLHttpRequest, args: unknown[], call) => {
    opened.set(self, args)
    return call()
  })
  wrap(own, 'abort', (self: XMLHttpRequest, _args, call) => {
    opened.delete(self)
    return call()
  })
  wrap(own, 'send', (self: XMLHttpRequest, [body]: unknown[], call) => {
    const args = opened.get(self)
    if (!args) return call()
    const [method, url, isAsync] = args
    const isSync = args.length > 2 && !isAsync
    // Aborted or opened again while it waited: then there is nothing left to send.
    const isStill = () => opened.get(self) === args
    send({
      method: String(method),
      url: String(url),
      body,
      isSync,
      go: (answer) => {
        if (!isStill()) return
        if (answer)
          self.addEventListener('loadend', () => answer(self.status, answerOf(self)), { once: true })
        call()
      },
      fail: () => {
        if (!isStill()) return
        // A request to nowhere fails as the network does: state, status and every event, in the browser's own order.
        apply(open, self, ['GET', 'blob:', !isSync])
        apply(nativeSend, self, [])
      },
    })
  })
}

function answerOf(request: XMLHttpRequest): string {
  return request.responseType === 'json'
    ? JSON.stringify(request.response)
    : /^(text)?$/.test(request.responseType)
      ? request.responseText
      : ''
}

export function wrapForms(send: Send): void {
  wrap(HTMLFormElement.prototype, 'submit', (self: HTMLFormElement, _args, call) => {
    send({ ...formRequest(self), go: call as () => void, fail: () => {} })
  })
}

/** Tells of a shadow root as soon as its host is in the page: inside a closed one nothing else can be seen. */
export function wrapRoots(tell: (host: Element) => boolean): void {
  wrap(Element.prototype, 'attachShadow', (self: Element, _args, call) => {
    const root = call()
    const attempt = (left: number) => {
      if (!(self.isConnected && tell(self)) && left) setTimeout(attempt, 50, left - 1)
    }
    queueMicrotask(() => attempt(20))
    return root
  })
}
