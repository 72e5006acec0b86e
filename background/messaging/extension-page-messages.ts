import { extensionPageMessageSchema } from '../../protocol/messages/extension-page.ts'
import type { ExtensionPageMessage, ExtensionPageReplies } from '../../protocol/messages/extension-page.ts'
import type { Browser } from 'wxt/browser'
import { flush } from '../audit/flush.ts'
import { followEnrolment } from '../fleet/follow-enrolment.ts'
import { enrolByHand } from '../managed/enrol-by-hand.ts'
import { statusOf } from '../fleet/status.ts'
import { openPicker } from '../picker/open-picker.ts'
import { readPack, readWorkflows, saveDraft } from '../picker/pack-drafts.ts'
import type { Worker } from '../worker.ts'
import { ownPageOf } from './sender.ts'

type Handlers = {
  readonly [Type in ExtensionPageMessage['type']]: (
    worker: Worker,
    message: Extract<ExtensionPageMessage, { type: Type }>,
  ) => Promise<ExtensionPageReplies[Type]>
}

/** Undefined for anything that is not a question of our own page: such a message is not answered at all. */
export function answerExtensionPage(
  worker: Worker,
  { ready, onEnrolled }: { readonly ready: Promise<unknown>; readonly onEnrolled: () => Promise<void> },
  message: unknown,
  sender: Browser.runtime.MessageSender,
): Promise<unknown> | undefined {
  const from = ownPageOf(worker.environment, sender)
  const parsed = extensionPageMessageSchema.safeParse(message)
  if (!from || from.tab !== null || !parsed.success) return undefined
  return answer(worker, ready, handlersFor(onEnrolled), parsed.data)
}

async function answer(
  worker: Worker,
  ready: Promise<unknown>,
  handlers: Handlers,
  message: ExtensionPageMessage,
): Promise<unknown> {
  await ready
  const handler = handlers[message.type] as Handlers[ExtensionPageMessage['type']]
  // The map ties each handler to its own message type; indexing by a union cannot show it.
  return handler(worker, message as never)
}

function handlersFor(onEnrolled: () => Promise<void>): Handlers {
  return {
    async 'device.enrol'(worker, { serverUrl, code }) {
      const problem = await enrolByHand(worker, serverUrl, code)
      if (problem !== null) return { ok: false, problem }
      await onEnrolled()
      return { ok: true, status: await statusOf(worker) }
    },
    async 'enrolment.requested'(worker, { serverUrl }) {
      const problem = await enrolByHand(worker, serverUrl, null)
      if (problem !== null) return { ok: false, problem }
      // The first question shows the server our key: only then can a person say yes.
      if (await followEnrolment(worker)) await onEnrolled()
      return { ok: true, status: await statusOf(worker) }
    },
    async 'enrolment.followed'(worker) {
      if (await followEnrolment(worker)) await onEnrolled()
      return statusOf(worker)
    },
    async 'enrolment.withdrawn'(worker) {
      await worker.db.values.delete('enrolmentRequest')
      return statusOf(worker)
    },
    'status.read': (worker) => statusOf(worker),
    async 'outbox.flush'(worker) {
      await flush(worker, true)
      return statusOf(worker)
    },
    'picker.opened': (worker, { tab }) => openPicker(worker, tab),
    'workflows.read': (worker) => readWorkflows(worker),
    'pack.read': (worker, { id }) => readPack(worker, id),
    'pack.drafted': (worker, { draft }) => saveDraft(worker, draft),
  }
}
