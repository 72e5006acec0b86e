import type { Chromium } from '../support/extension.ts'

export interface WorkerStopper {
  /** Ends the worker within milliseconds, as the browser does when it is idle; resolves when it has stopped. */
  stop(): Promise<void>
}

/** Kept open in a tab of its own, so that a stop follows at once on what a person did. */
export async function openStopper(chromium: Chromium): Promise<WorkerStopper> {
  // The domain answers only for the origin of the page it is asked from; this file runs none of our code.
  const page = await chromium.openExtensionPage('manifest.json')
  const session = await page.context().newCDPSession(page)
  const statuses = new Map<string, string>()
  let heard = () => {}
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { versionId, runningStatus } of versions) statuses.set(versionId, runningStatus)
    heard()
  })
  await session.send('ServiceWorker.enable')
  const isStopped = () => [...statuses.values()].every((status) => status === 'stopped')
  return {
    async stop() {
      const stopped = new Promise<void>((resolve) => {
        heard = () => isStopped() && resolve()
      })
      if (statuses.size > 0 && isStopped()) return
      await session.send('ServiceWorker.stopAllWorkers')
      await stopped
      heard = () => {}
    },
  }
}
