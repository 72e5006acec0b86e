import { withdrawApproval } from '../approvals/ask-approval.ts'
import { holdFact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import type { HoldRow } from '../db/rows.ts'
import type { Worker } from '../worker.ts'
import { isOpen } from './hold-row.ts'
import { showHold, showLists, withdrawView } from './tell.ts'

export interface Outcome {
  readonly outcome: 'done' | 'failed' | 'not-seen'
  readonly status: number | null
}

/** What became of a released action. The first word counts; a page cannot rewrite it. */
export async function settleHold(worker: Worker, hold: string, settled: Outcome): Promise<void> {
  await end(worker, hold, async (row) => {
    if (row.state !== 'running') return null
    const state = settled.outcome === 'done' ? 'done' : 'failed'
    return put(worker, { ...row, state }, 'action.settled', { ...settled })
  })
}

/** The rep gives the action up, and with it a request that waits for it. */
export async function cancelHold(worker: Worker, hold: string): Promise<void> {
  await end(worker, hold, async (row) => {
    if (row.state === 'inspecting' || row.state === 'refused') return remove(worker, row)
    if (!isOpen(row)) return null
    await withdrawApproval(worker, row)
    const cancelled = await put(worker, { ...row, state: 'cancelled' }, 'hold.cancelled', { because: 'rep' })
    withdrawView(worker, cancelled)
    return cancelled
  })
}

/** An explanation was closed: nothing was held, nothing is kept. */
export async function closeInspection(worker: Worker, hold: string): Promise<void> {
  await end(worker, hold, async (row) => (row.state === 'inspecting' ? remove(worker, row) : null))
}

async function end(
  worker: Worker,
  hold: string,
  act: (row: HoldRow) => Promise<HoldRow | null>,
): Promise<void> {
  await worker.turns(`hold:${hold}`, async () => {
    const row = await worker.db.holds.get(hold)
    const ended = row ? await act(row) : null
    if (ended) await showHold(worker, ended)
  })
}

async function remove(worker: Worker, row: HoldRow): Promise<null> {
  if (row.state === 'inspecting') await worker.db.holds.delete(row.hold)
  withdrawView(worker, row)
  await showLists(worker)
  return null
}

async function put(
  worker: Worker,
  row: HoldRow,
  type: 'action.settled' | 'hold.cancelled',
  detail: Readonly<Record<string, unknown>>,
): Promise<HoldRow> {
  const { db, environment } = worker
  await record(worker, {
    facts: [holdFact(worker, type, row, detail)],
    tables: [db.holds],
    write: () => db.holds.update(row.hold, { state: row.state, updatedAt: environment.now() }),
  })
  return row
}
