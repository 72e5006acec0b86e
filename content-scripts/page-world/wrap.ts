import type { Natives } from './natives.ts'
import type { Sending } from './start.ts'

type Send = (sending: Sending) => void
type Call = () => unknown
type Method = (...args: unknown[]) => unknown

const { apply, get, setPrototypeOf } = Reflect

/** What inherits nothing takes nothing from the page: a handler would take its other traps. */
const bare = <Value extends object>(value: Value): Value => {
  setPrototypeOf(value, null)
  return value
}

/**
 * Puts `around` in front of a native function. A proxy keeps name, length, `toString` and `new` as they were, so that a
 * page's own feature tests go on working. `around` may put something else in `args`: what was read is what is sent.
 */
function wrap<Self>(
  owner: object,
  name: string,
  around: (self: Self, args: unknown[], call: Call) => unknown,
): void {
  const place = owner as Record<string, Method | undefined>
  const native = place[name]
  if (!native) return
  const trap: ProxyHandler<Method> = {
    apply: (call, self: Self, args: unknown[]) => around(self, args, () => apply(call, self, args)),
  }
  place[name] = new Proxy(native, bare(trap))
}

const asText = (value: unknown) => `${value as string}`

export function wrapFetch(send: Send, natives: Natives): void {
  const Shadow = Proxy
  const { text: textOfResponse, clone } = Response.prototype
  const Failure = TypeError
  const described = (args: unknown[]) => {
    const request = natives.request(args[0])
    const init = args[1] as RequestInit | null | undefined
    if (!request) args[0] = asText(args[0])
    const stated = init?.method
    const method = stated === undefined ? (request?.method ?? 'GET') : asText(stated)
    const body = natives.fixed(init?.body)
    // Asked for a second time, options of a page can say something else.
    if (init)
      args[1] = new Shadow(
        init,
        bare<ProxyHandler<RequestInit>>({
          get: (from, key) => (key === 'body' ? body : key === 'method' ? method : get(from, key)),
        }),
      )
    const carrier = body ?? (request && args[0])
    return {
      method,
      url: request ? request.url : (args[0] as string),
      isEmpty: carrier === null || carrier === undefined,
      isSync: false,
      read: () => natives.read(carrier),
    }
  }
  wrap(window, 'fetch', (_self, args, call) => {
    return new Promise((resolve, reject) =>
      send({
        ...described(args),
        go: (answer) => {
          const answering = call() as Promise<Response>
          resolve(answering)
          const unheard = () => answer?.(0, '')
          const tell = (response: Response) =>
            natives.then(
              apply(textOfResponse, apply(clone, response, []), []),
              (text) => answer?.(response.status, text),
              unheard,
            )
          if (answer) natives.then(answering, tell, unheard)
        },
        fail: () => reject(new Failure('Failed to fetch')),
      }),
    )
  })
  wrap(window, 'fetchLater', (_self, args, call) => {
    let result: unknown = { activated: false }
    send({ ...described(args), go: () => (result = call()), fail: () => {} })
    return result
  })
  wrap(Navigator.prototype, 'sendBeacon', (_self, args, call) => {
    let isQueued: unknown = true
    const url = (args[0] = asText(args[0]))
    const body = (args[1] = natives.fixed(args[1]))
    send({
      method: 'POST',
      url,
      isEmpty: false,
      isSync: false,
      read: () => natives.read(body),
      go: (answer) => {
        isQueued = call()
        answer?.(isQueued ? 200 : 0, '')
      },
      fail: () => {},
    })
    return isQueued
  })
}

export function wrapRequests(send: Send, natives: Natives): void {
  const own = XMLHttpRequest.prototype
  const { open, send: nativeSend } = own
  const stateOf = Reflect.getOwnPropertyDescriptor(own, 'readyState')!.get!
  const opened = new WeakMap<XMLHttpRequest, unknown[]>()
  const known = opened.get.bind(opened)
  const keep = opened.set.bind(opened)
  const forget = opened.delete.bind(opened)
  wrap(own, 'open', (self: XMLHttpRequest, args, call) => {
    if (args.length > 1) {
      args[0] = asText(args[0])
      args[1] = asText(args[1])
    }
    keep(self, args)
    return call()
  })
  wrap(own, 'abort', (self: XMLHttpRequest, _args, call) => {
    forget(self)
    return call()
  })
  wrap(own, 'send', (self: XMLHttpRequest, given, call) => {
    const args = known(self)
    const isSync = !!args && args.length > 2 && !args[2]
    const fail = () => {
      // A request to nowhere fails as the network does: state, status and every event, in the browser's own order.
      apply(open, self, ['GET', 'blob:', !isSync])
      apply(nativeSend, self, [])
    }
    // Opened by the function of another window, which alone knows where it goes.
    if (!args) return apply(stateOf, self, []) === 1 ? fail() : call()
    const body = (given[0] = natives.fixed(given[0]))
    // Aborted or opened again while it waited: then there is nothing left to send.
    const isStill = () => known(self) === args
    send({
      method: args[0] as string,
      url: args[1] as string,
      isEmpty: body === null || body === undefined,
      read: () => natives.read(body),
      isSync,
      go: (answer) => {
        if (!isStill()) return
        if (answer)
          self.addEventListener('loadend', () => answer(self.status, answerOf(self)), { once: true })
        call()
      },
      fail: () => isStill() && fail(),
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

export function wrapForms(submit: (form: HTMLFormElement, go: () => void) => void): void {
  wrap(HTMLFormElement.prototype, 'submit', (self: HTMLFormElement, _args, call) =>
    submit(self, () => void call()),
  )
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
