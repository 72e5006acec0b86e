import type { PageMessage, WorkerMessage } from '../../protocol/messages/page-port.ts'
import type { Resident } from '../resident.ts'

let port: chrome.runtime.Port | undefined
let wait = 250
let engine: Promise<unknown> | undefined

/**
 * Keeps one port to the worker. A worker that was stopped between two messages may have heard of neither: after every
 * connection the engine says again what is still open.
 */
export function openPort(here: Resident): void {
  const again = () => {
    port = undefined
    setTimeout(openPort, wait, here)
    wait = Math.min(wait * 2, 30_000)
  }
  try {
    // After a reload of the extension the API is still there, but it speaks to nobody.
    if (!chrome.runtime?.id) throw new Error()
    port = chrome.runtime.connect({ name: 'page' })
    port.onDisconnect.addListener(again)
    port.onMessage.addListener((message: WorkerMessage) => hear(here, message))
    tell({ type: 'page.opened', url: location.href })
    here.onConnect?.()
  } catch {
    here.standing = 'lost'
    here.early.gestures.length = 0
    here.onConnect?.()
  }
}

/** A fact or question. What matters is said again on the next connection. */
export function tell(message: PageMessage): void {
  try {
    port?.postMessage(message)
  } catch {
    port = undefined
  }
}

function hear(here: Resident, message: WorkerMessage): void {
  wait = 250
  if (here.onMessage) return here.onMessage(message)
  if (message?.type === 'site.unknown') {
    here.standing = 'unknown'
    here.sayToPageWorld(false)
    for (const again of here.early.gestures.splice(0)) again()
  } else if (message?.type === 'slice.changed') {
    here.early.messages.push(message)
    engine ??= import(/* @vite-ignore */ chrome.runtime.getURL('engine.js')).catch(() => {
      engine = undefined
      tell({ type: 'surface.degraded', surface: 'engine', missing: ['engine'] })
    })
  }
}
