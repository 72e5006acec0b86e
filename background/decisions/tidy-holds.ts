import { holdFact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import type { HoldRow } from '../db/rows.ts'
import type { Worker } from '../worker.ts'
import { settleHold } from './settle-hold.ts'
import { showHold } from './tell.ts'

/** A page that reconnects does so within seconds; after this its document is gone. */
const pageGoneAfter = 600_000

/**
 * Ends what nobody can bring to an end any more because its document is gone: an explanation, a hold that nothing was
 * asked for, a release whose outcome nobody will tell. A hold with a live request stays, for the gesture repeated later.
 */
export async function tidyHolds(worker: Worker): Promise<void> {
  const before = worker.environment.now() - pageGoneAfter
  const rows = await worker.db.holds
    .where('state')
    .anyOf('inspecting', 'waiting', 'ready', 'running')
    .toArray()
  for (const row of rows) {
    if (row.updatedAt > before || worker.ports.hasPlace(row.place)) continue
    if (row.state === 'inspecting') await worker.db.holds.delete(row.hold)
    else if (row.state === 'running')
      await settleHold(worker, row.hold, { outcome: 'not-seen', status: null })
    else if (!(await hasLiveRequest(worker, row))) await abandon(worker, row)
  }
}

async function hasLiveRequest(worker: Worker, row: HoldRow): Promise<boolean> {
  const request = row.request === null ? undefined : await worker.db.requests.get(row.request)
  return request !== undefined && request.step !== 'closed'
}

async function abandon(worker: Worker, row: HoldRow): Promise<void> {
  const { db, environment } = worker
  await worker.turns(`hold:${row.hold}`, async () => {
    const ended: HoldRow = { ...row, state: 'cancelled', updatedAt: environment.now() }
    await record(worker, {
      facts: [holdFact(worker, 'hold.cancelled', ended, { because: 'page-gone' })],
      tables: [db.holds],
      write: () => db.holds.put(ended),
    })
    await showHold(worker, ended)
  })
}
