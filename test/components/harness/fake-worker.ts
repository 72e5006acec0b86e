import type { ExtensionPageMessage, ExtensionPageReplies } from '../../../protocol/messages/extension-page.ts'
import type { askWorker } from '../../../components/sidepanel/ask-worker.ts'

/** Answers by message type; a type without an answer stays silent, as a stopped extension does. */
export interface FakeWorker {
  readonly asked: ExtensionPageMessage[]
  replies: Partial<ExtensionPageReplies>
}

declare global {
  interface Window {
    worker: FakeWorker
    fakeReplies?: Partial<ExtensionPageReplies>
  }
}

export function createFakeWorker(): { readonly worker: FakeWorker; readonly ask: typeof askWorker } {
  const worker: FakeWorker = { asked: [], replies: window.fakeReplies ?? {} }
  const ask = async (message: ExtensionPageMessage) => {
    worker.asked.push(message)
    return worker.replies[message.type] ?? null
  }
  return { worker, ask: ask as typeof askWorker }
}
