import { eventReceiptsSchema } from '../../protocol/http/events.ts'
import { canonical } from '../../policy/canonical.ts'
import type { Json } from '../../policy/canonical.ts'
import type { OutboxRow } from '../db/rows.ts'
import { readValue, writeValue } from '../db/values.ts'
import { backoff } from '../fleet/retry-after.ts'
import { callServer } from '../fleet/server-call.ts'
import type { Answer } from '../fleet/server-call.ts'
import { run } from '../run.ts'
import type { Worker } from '../worker.ts'
import type { z } from '../../policy/zod.ts'

const mostRows = 100
const mostBytes = 500_000
/** Longer than the longest call, so that a batch still on its way is never sent by a second worker. */
const leaseMs = 30_000

type Receipts = z.infer<typeof eventReceiptsSchema>

/** Starts a flush soon, without making the caller wait for the network. */
export function wakeFlush(worker: Worker): void {
  worker.environment.later(0, () => run('flush', flush(worker)))
}

/**
 * Sends what waits, oldest first, until nothing waits or the server asks to stop. `force` ignores our own back-off (a
 * person asked, or contact just came back), never the server's word that we are signed out.
 */
export async function flush(worker: Worker, force = false): Promise<void> {
  const { locks } = worker.environment
  if (!locks) return worker.turns('flush', () => sendAll(worker, force))
  await locks.request('outbox', { ifAvailable: true }, async (lock) => {
    if (lock) await sendAll(worker, force)
  })
}

async function sendAll(worker: Worker, force: boolean): Promise<void> {
  const { db, environment } = worker
  const state = (await readValue(db, 'flush')) ?? { notBefore: 0, attempt: 0, paused: false }
  if (state.paused || (!force && environment.now() < state.notBefore)) return
  let most = mostRows
  for (;;) {
    const rows = await lease(worker, most)
    if (rows.length === 0) return
    const answer = await callServer<Receipts>(worker, {
      method: 'POST',
      path: '/v1/events',
      body: { events: rows.map((row) => row.event) },
      answer: eventReceiptsSchema,
    })
    if (answer.ok) {
      const settled = await settle(worker, rows, answer.value)
      // A 200 that names none of our ids says nothing: wait, as for any failure (trust.md, attack 28).
      if (settled > 0) {
        await writeValue(db, 'flush', { notBefore: 0, attempt: 0, paused: false })
        continue
      }
    }
    if (isStatus(answer, 413) && rows.length > 1) {
      await release(worker, rows)
      most = Math.max(1, Math.floor(rows.length / 2))
      continue
    }
    if (isStatus(answer, 413) || isStatus(answer, 400) || isStatus(answer, 422)) {
      if (rows.length === 1) {
        await bury(worker, rows, answer.ok === false && answer.reason === 'refused' ? answer.code : 'REFUSED')
        continue
      }
      // The server refused the batch as a whole: find the item by asking for each on its own.
      await release(worker, rows)
      most = 1
      continue
    }
    await release(worker, rows)
    return wait(worker, answer)
  }
}

/** Takes the oldest rows; stops at a row another sender still holds, so that order per device is kept. */
async function lease(worker: Worker, most: number): Promise<OutboxRow[]> {
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
async function settle(worker: Worker, rows: readonly OutboxRow[], { receipts }: Receipts): Promise<number> {
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

async function bury(worker: Worker, rows: readonly OutboxRow[], reason: string): Promise<void> {
  const { db, environment } = worker
  await db.transaction('rw', db.outbox, db.deadLetters, async () => {
    await db.deadLetters.bulkPut(rows.map((row) => letterOf(row, reason, environment.now())))
    await db.outbox.bulkDelete(rows.map((row) => row.sequence))
  })
}

function letterOf(row: OutboxRow, reason: string, at: number) {
  return { id: row.id, reason, text: canonical(row.event as Json), at }
}

async function release(worker: Worker, rows: readonly OutboxRow[]): Promise<void> {
  await worker.db.outbox.bulkPut(rows.map((row) => ({ ...row, state: 'pending', leaseUntil: 0 })))
}

/** No limit on attempts: an audit event is kept until the server names it. */
async function wait(worker: Worker, answer: Answer<Receipts>): Promise<void> {
  const { db, environment } = worker
  const attempt = ((await readValue(db, 'flush'))?.attempt ?? 0) + 1
  const paused = isStatus(answer, 401) || isStatus(answer, 403)
  const asked = !answer.ok && answer.reason === 'refused' ? answer.retryAfterMs : null
  const delay = asked ?? backoff(attempt, environment.random)
  await writeValue(db, 'flush', { notBefore: environment.now() + delay, attempt, paused })
  if (!paused && delay < 25_000) environment.later(delay, () => run('flush', flush(worker)))
}

function isStatus(answer: Answer<Receipts>, status: number): boolean {
  return !answer.ok && answer.reason === 'refused' && answer.status === status
}
