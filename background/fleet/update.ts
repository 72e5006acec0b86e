import { readValue, writeValue } from '../db/values.ts'
import type { Worker } from '../worker.ts'

/** A newer version lies ready. The browser waits for the worker to be idle, which one with a stream never is. */
export async function noteUpdate(worker: Worker, version: string): Promise<void> {
  await writeValue(worker.db, 'update', { version })
  await updateWhenQuiet(worker)
}

/**
 * Starts the newer version once nobody is in the middle of anything: a page of a governed site that is open would lose its
 * worker and hold everything until it is loaded again, and an open hold would lose its page. Otherwise the browser's own
 * next start does it.
 */
export async function updateWhenQuiet(worker: Worker): Promise<void> {
  const { db, environment, ports } = worker
  const waiting = await readValue(db, 'update')
  if (!waiting) return
  const isHolding = (await db.holds.where('state').anyOf('waiting', 'ready').count()) > 0
  const isRunning = environment.browser.runtime.getManifest().version === waiting.version
  if (!isRunning && (isHolding || ports.pages.size > 0 || ports.panels.size > 0)) return
  // Before, or a version that was taken back meanwhile would have us start again and again.
  await db.values.delete('update')
  if (!isRunning) environment.browser.runtime.reload()
}
