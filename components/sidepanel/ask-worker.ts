import { browser } from 'wxt/browser'
import type { ExtensionPageMessage, PageReply } from '../../protocol/messages/extension-page.ts'

/** Asks the worker one thing; null when it does not answer, for instance because the extension was just updated. */
export async function askWorker<Message extends ExtensionPageMessage>(
  message: Message,
): Promise<PageReply<Message['type']> | null> {
  try {
    const reply: PageReply<Message['type']> | undefined = await browser.runtime.sendMessage(message)
    return reply ?? null
  } catch {
    return null
  }
}
