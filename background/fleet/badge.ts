import type { Worker } from '../worker.ts'

/** The number of open holds on the extension's icon; none = no badge. */
export async function showBadge(worker: Worker): Promise<void> {
  const open = await worker.db.holds.where('state').anyOf('waiting', 'ready').count()
  await worker.environment.browser.action.setBadgeText({
    text: open === 0 ? '' : open > 99 ? '99+' : String(open),
  })
}
