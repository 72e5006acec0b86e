import type { PageReply } from '../../protocol/messages/extension-page.ts'
import { readValue } from '../db/values.ts'
import { matchesHost } from '../messaging/hosts.ts'
import { packsInForce } from '../policy/slices.ts'
import type { Worker } from '../worker.ts'

/** First the page's own world, which waits for the other to hand it its port. */
const residents = [
  { file: 'content-scripts/page-world.js', world: 'MAIN' },
  { file: 'content-scripts/crm.js', world: 'ISOLATED' },
] as const

/**
 * Brings the picker into every frame of a tab, for an administrator alone. On a host that no pack governs yet the small
 * scripts of the first moment come with it, late: they are what tells the picker of requests.
 */
export async function openPicker(worker: Worker, tab: number): Promise<PageReply<'picker.opened'>> {
  const { scripting } = worker.environment.browser
  const enrolment = await readValue(worker.db, 'enrolment')
  if (!enrolment?.roles?.includes('admin')) return { ok: false, problem: 'ROLE_MISSING' }
  if (!scripting) return { ok: false, problem: 'PAGE_NOT_ALLOWED' }
  try {
    const found = await scripting.executeScript({
      target: { tabId: tab, allFrames: true },
      func: () => ({ url: location.href, isArmed: 'countersign' in globalThis }),
    })
    const bare = found.filter(({ result }) => result && !result.isArmed).map(({ frameId }) => frameId)
    if (bare.length > 0) {
      for (const { file, world } of residents)
        await scripting.executeScript({ target: { tabId: tab, frameIds: bare }, files: [file], world })
    }
    const frames = found.map(({ frameId }) => frameId)
    await scripting.executeScript({ target: { tabId: tab, frameIds: frames }, files: ['picker.js'] })
    const url = found.find(({ frameId }) => frameId === 0)?.result?.url ?? ''
    const packs = packsInForce(worker)
      .good.filter(({ hosts }) => matchesHost(hosts, url))
      .map(({ id, name, detect }) => ({ id, name, detect }))
    return { ok: true, frames, packs }
  } catch {
    // The browser says no in many words: a page of its own, another extension's, or one we have no permission for.
    return { ok: false, problem: 'PAGE_NOT_ALLOWED' }
  }
}
