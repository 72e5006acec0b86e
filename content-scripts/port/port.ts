import type { PageMessage, WorkerMessage } from '../../protocol/messages/page-port.ts'
import { page } from '../page.ts'

let port: chrome.runtime.Port | undefined
let wait = 250

/**
 * Keeps one port to the worker. `onOpen` runs at every connection, because a worker that was stopped between two
 * messages may have heard of neither.
 */
export function openPort(onMessage: (message: WorkerMessage) => void, onOpen: () => void): void {
  const again = () => {
    port = undefined
    setTimeout(() => openPort(onMessage, onOpen), wait)
    wait = Math.min(wait * 2, 30_000)
  }
  try {
    // After a reload of the extension the API is still there, but it speaks to nobody.
    if (!chrome.runtime?.id) throw new Error()
    const opened = (port = chrome.runtime.connect({ name: 'page' }))
    opened.onMessage.addListener((message: WorkerMessage) => {
      wait = 250
      if (typeof message?.type === 'string') onMessage(message)
    })
    opened.onDisconnect.addListener(again)
    onOpen()
  } catch {
    page.standing = 'lost'
    port = undefined
  }
}

/** A fact or question. False when nobody hears it now; what matters is said again on the next connection. */
export function tell(message: PageMessage): boolean {
  try {
    port?.postMessage(message)
    return !!port
  } catch {
    return false
  }
}
