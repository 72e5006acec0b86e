import type { PanelMessage, WorkerPanelMessage } from '../../protocol/messages/panel-port.ts'

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
  readonly greeting: () => readonly PanelMessage[]
  readonly onMessage: (message: WorkerPanelMessage) => void
  readonly onLink: (state: 'live' | 'lost') => void
}

const firstRetry = 250
const lastRetry = 8000

/**
 * A port to the worker that outlives the worker: the browser stops it at any time, so the link connects again, greets
 * again, and sends what was asked meanwhile. Gives up only when told to.
 */
export function linkToWorker({ connect, greeting, onMessage, onLink }: LinkOptions): WorkerLink {
  let port: PanelPort | null = null
  let closed = false
  let retry = firstRetry
  const unsent: PanelMessage[] = []

  function open() {
    if (closed || port !== null) return
    try {
      const opened = connect()
      port = opened
      opened.onMessage.addListener((message) => {
        retry = firstRetry
        onLink('live')
        // Sent by our own worker over an extension port; no page can reach it.
        onMessage(message as WorkerPanelMessage)
      })
      opened.onDisconnect.addListener(() => {
        if (port === opened) port = null
        reopenLater()
      })
      for (const message of [...greeting(), ...unsent.splice(0)]) opened.postMessage(message)
    } catch {
      // The extension was updated or removed under this page: `connect` throws. Retrying is harmless, so it goes on.
      port = null
      reopenLater()
    }
  }

  function reopenLater() {
    if (closed) return
    if (retry > firstRetry) onLink('lost')
    setTimeout(open, retry)
    retry = Math.min(retry * 2, lastRetry)
  }

  open()
  return {
    send(message) {
      if (port === null) unsent.push(message)
      else
        try {
          port.postMessage(message)
        } catch {
          // The port died and its event is still on the way: keep the message for the next one.
          unsent.push(message)
        }
    },
    close() {
      closed = true
      port?.disconnect()
    },
  }
}
