import type { PanelMessage, WorkerPanelMessage } from '../../../protocol/messages/panel-port.ts'
import type { PanelPort } from '../../../components/panel/worker-link.ts'

/** Stands where the worker stands: keeps what the page said and says what the test tells it to. */
export interface Harness {
  readonly sent: PanelMessage[]
  connections: number
  show(message: WorkerPanelMessage): void
  drop(): void
}

export function createHarness(): { readonly harness: Harness; readonly connect: () => PanelPort } {
  let speak: (message: unknown) => void = () => {}
  let hangUp: () => void = () => {}
  const harness: Harness = {
    sent: [],
    connections: 0,
    show: (message) => speak(message),
    drop: () => hangUp(),
  }
  const connect = (): PanelPort => {
    harness.connections += 1
    return {
      postMessage(message) {
        harness.sent.push(message as PanelMessage)
        speak({ type: 'panel.heard' })
      },
      disconnect: () => hangUp(),
      onMessage: { addListener: (listener) => void (speak = listener) },
      onDisconnect: { addListener: (listener) => void (hangUp = listener) },
    }
  }
  return { harness, connect }
}

declare global {
  interface Window {
    harness: Harness
  }
}
