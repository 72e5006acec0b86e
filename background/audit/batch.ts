import { canonical } from '../../policy/canonical.ts'
import type { Json } from '../../policy/canonical.ts'
import type { z } from '../../policy/zod.ts'
import type { eventReceiptsSchema } from '../../protocol/http/events.ts'
import type { DeadLetterRow, OutboxRow } from '../db/rows.ts'
import type { Worker } from '../worker.ts'

const mostBytes = 500_000
/** Longer than the longest call, so that a batch still on its way is never sent by a second worker. */
const leaseMs = 30_000

export type Receipts = z.infer<typeof eventReceiptsSchema>

/** Takes the oldest rows; stops at a row another sender still holds, so that order per device is kept. */
export async function leaseRows(worker: Worker, most: number): Promise<OutboxRow[]> {
  const { db, environment } = worker
  const now = environment.now()
  return db.transaction('rw', db.outbox, async () => {
    const taken: OutboxRow[] = []
    let bytes = 0
    for (const row of await db.outbox.orderBy('sequence').limit(most).toArray()) {
      bytes += row.bytes
      if (row.state === 'inflight' && row.leaseUntil > now) break
      if (taken.length > 0 && bytes > mostBytes) break
      taken.push({ ...row, state: 'inflight', leaseUntil: now + leaseMs, attempt: row.attempt + 1 })
    }
    await db.outbox.bulkPut(taken)
    return taken
  })
}

/** Deletes exactly the rows the answer names; rejected ones move to the list a person can see. */
export async function settleRows(
  worker: Worker,
  rows: readonly OutboxRow[],
  { receipts }: Receipts,
): Promise<number> {
  const { db, environment } = worker
  const byId = new Map(receipts.map((receipt) => [receipt.id, receipt]))
  const named = rows.filter((row) => byId.has(row.id))
  const rejected = named.filter((row) => byId.get(row.id)?.outcome === 'rejected')
  await db.transaction('rw', db.outbox, db.deadLetters, async () => {
    await db.deadLetters.bulkPut(
      rejected.map((row) => letterOf(row, byId.get(row.id)?.reason ?? 'REJECTED', environment.now())),
    )
    await db.outbox.bulkDelete(named.map((row) => row.sequence))
    await db.outbox.bulkPut(
      rows.filter((row) => !byId.has(row.id)).map((row) => ({ ...row, state: 'pending', leaseUntil: 0 })),
    )
  })
  return named.length
}

export async function buryRows(worker: Worker, rows: readonly OutboxRow[], reason: string): Promise<void> {
  const { db, environment } = worker
  await db.transaction('rw', db.outbox, db.deadLetters, async () => {
    await db.deadLetters.bulkPut(rows.map((row) => letterOf(row, reason, environment.now())))
    await db.outbox.bulkDelete(rows.map((row) => row.sequence))
  })
}

function letterOf(row: OutboxRow, reason: string, at: number): DeadLetterRow {
  return { id: row.id, reason, text: canonical(row.event as Json), at }
}

export async function returnRows(worker: Worker, rows: readonly OutboxRow[]): Promise<void> {
  await worker.db.outbox.bulkPut(rows.map((row) => ({ ...row, state: 'pending', leaseUntil: 0 })))
}
