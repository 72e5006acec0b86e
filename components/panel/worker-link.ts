import type { PanelMessage, PanelReceipt, WorkerPanelMessage } from '../../protocol/messages/panel-port.ts'

/** The part of a runtime port that is used, so that a test can bring its own. */
export interface PanelPort {
  postMessage(message: unknown): void
  disconnect(): void
  readonly onMessage: { addListener(listener: (message: unknown) => void): void }
  readonly onDisconnect: { addListener(listener: () => void): void }
}

export interface WorkerLink {
  readonly send: (message: PanelMessage) => void
  readonly close: () => void
}

interface LinkOptions {
  readonly connect: () => PanelPort
  /** Asked anew on every connection, because the worker remembers nothing about a port that died with it. */
  readonly greeting: () => PanelMessage[]
  readonly onMessage: (message: WorkerPanelMessage) => void
  readonly onLink: (state: 'live' | 'lost') => void
}

const firstRetry = 250
const lastRetry = 8000
/** A worker that is only being started answers sooner, also on a slow machine. */
const unheardLimit = 5000

/**
 * A port to the worker that outlives the worker: the browser stops it at any time, so the link connects again, greets
 * again, and sends what was asked meanwhile. Gives up only when told to.
 *
 * A port to a worker that was stopped while it was being connected to stays open and leads nowhere, with no event to tell:
 * so the worker says of every message that it was heard, and what is not heard in time is sent again on a new port.
 */
export function linkToWorker({ connect, greeting, onMessage, onLink }: LinkOptions): WorkerLink {
  let port: PanelPort | null = null
  let closed = false
  let retry = firstRetry
  let patience: ReturnType<typeof setTimeout> | undefined
  /** What no worker has said it heard, oldest first. */
  let unheard: PanelMessage[] = []

  function open() {
    if (closed || port !== null) return
    try {
      const opened = connect()
      port = opened
      const greetings = greeting()
      opened.onMessage.addListener((message) => {
        if (port !== opened) return
        retry = firstRetry
        onLink('live')
        // Sent by our own worker over an extension port; no page can reach it.
        const said = message as WorkerPanelMessage | PanelReceipt
        if (said.type !== 'panel.heard') return onMessage(said)
        // A port keeps its order, so what is heard is the oldest.
        if (greetings.length > 0) greetings.shift()
        else unheard.shift()
        expectWord(greetings.length + unheard.length)
      })
      opened.onDisconnect.addListener(() => port === opened && reopenLater())
      for (const message of [...greetings, ...unheard]) opened.postMessage(message)
      expectWord(greetings.length + unheard.length)
    } catch {
      // The extension was updated or removed under this page: `connect` throws. Retrying is harmless, so it goes on.
      reopenLater()
    }
  }

  function expectWord(waiting: number) {
    clearTimeout(patience)
    if (waiting === 0) return
    patience = setTimeout(() => {
      port?.disconnect()
      reopenLater()
    }, unheardLimit)
  }

  function reopenLater() {
    port = null
    clearTimeout(patience)
    if (closed) return
    if (retry > firstRetry) onLink('lost')
    setTimeout(open, retry)
    retry = Math.min(retry * 2, lastRetry)
  }

  open()
  return {
    send(message) {
      unheard.push(message)
      try {
        port?.postMessage(message)
        if (port !== null && unheard.length === 1) expectWord(1)
      } catch {
        // The port died and its event is still on the way: the message waits for the next one.
      }
    },
    close() {
      closed = true
      clearTimeout(patience)
      port?.disconnect()
    },
  }
}
