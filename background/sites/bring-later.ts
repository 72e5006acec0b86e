import type { PagePort } from '../messaging/ports.ts'
import type { Worker } from '../worker.ts'
import type { SitePack } from '../../protocol/site-pack.ts'

/**
 * Brings what a governed frame needs beside the engine: the watch over its pack, and where the pack declares AI controls the
 * script that knows their text. Each finds itself there when it came before.
 */
export async function bringLater(
  { environment }: Worker,
  { place }: PagePort,
  packs: readonly SitePack[],
): Promise<void> {
  const { scripting } = environment.browser
  if (packs.length === 0 || place.tab === null || !scripting) return
  const declares = packs.some(({ surfaces }) => surfaces.some(({ assistants }) => assistants?.length))
  try {
    await scripting.executeScript({
      target: { tabId: place.tab, frameIds: [place.frame] },
      files: [...(declares ? ['assist.js'] : []), 'health.js'],
    })
  } catch {
    // The frame is gone, or is one the browser keeps us out of: then nothing is held or sent from it either.
  }
}
