import { applyBackstop } from '../../../background/network/backstop.ts'
import type { Worker } from '../../../background/worker.ts'
import type { Slice } from '../../../policy/slice.ts'
import type { PageMessage } from '../../../protocol/messages/page-port.ts'

/*
 * Runs as the worker of the extension under test: it hands out one slice, puts up the real network backstop for it, and
 * keeps what every page said, by the origin of the page.
 */
interface Kept {
  readonly heard: PageMessage[]
  readonly ports: chrome.runtime.Port[]
  pressed: number
}

const kept = new Map<string, Kept>()
let slice: Slice | undefined

const of = (origin: string): Kept => {
  if (!kept.has(origin)) kept.set(origin, { heard: [], ports: [], pressed: 0 })
  return kept.get(origin)!
}

/** Blank, sandboxed and blob frames are counted to the page around them. */
function originOf({ url = '', origin = 'null', tab }: chrome.runtime.MessageSender): string {
  const known = [url, origin, tab?.url ?? ''].find((text) => text.startsWith('http'))
  return known ? new URL(known).origin : 'nowhere'
}

Object.assign(globalThis, {
  async govern(given: Slice) {
    slice = given
    const worker = {
      environment: {
        browser: chrome,
        origin: location.origin,
        later: (wait: number, task: () => void) => setTimeout(task, wait),
      },
      // Nobody manages this browser.
      db: { values: { get: () => Promise.resolve(undefined) } },
      packs: { good: [], bad: [] },
      active: { slices: new Map([[given.site, { slice: given }]]) },
    }
    await applyBackstop(worker as unknown as Worker)
  },
  heardFrom: (origin: string) => of(origin).heard,
  pressedAt: (origin: string) => of(origin).pressed,
  sayTo(origin: string, message: object) {
    for (const port of of(origin).ports) port.postMessage(message)
  },
})

chrome.runtime.onConnect.addListener((port) => {
  const page = of(originOf(port.sender ?? {}))
  page.ports.push(port)
  port.onDisconnect.addListener(() => page.ports.splice(page.ports.indexOf(port), 1))
  port.onMessage.addListener((message: PageMessage) => {
    page.heard.push(message)
    if (message.type === 'page.opened') port.postMessage({ type: 'slice.changed', slice })
    if (message.type === 'action.held' || message.type === 'surface.inspected')
      port.postMessage({
        type: 'hold.decided',
        hold: message.hold,
        decision: null,
        panel: chrome.runtime.getURL('panel.html'),
      })
  })
})

/** The panel of the test says that its button was pressed. */
chrome.runtime.onMessage.addListener((_message, { tab }) => {
  of(originOf({ url: tab?.url ?? '' })).pressed += 1
})
