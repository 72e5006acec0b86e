import type { PagePort } from '../messaging/ports.ts'
import type { Worker } from '../worker.ts'
import type { SitePack } from '../../protocol/site-pack.ts'

/**
 * Brings the script that knows AI-made text into a frame of a pack that declares AI controls; no other frame ever has it.
 * It finds itself there when it came before.
 */
export async function bringAssist(
  { environment }: Worker,
  { place }: PagePort,
  packs: readonly SitePack[],
): Promise<void> {
  const { scripting } = environment.browser
  const declares = packs.some(({ surfaces }) => surfaces.some(({ assistants }) => assistants?.length))
  if (!declares || place.tab === null || !scripting) return
  try {
    await scripting.executeScript({
      target: { tabId: place.tab, frameIds: [place.frame] },
      files: ['assist.js'],
    })
  } catch {
    // The frame is gone, or is one the browser keeps us out of: then nothing is held or sent from it either.
  }
}
