import { eventReceiptsSchema } from '../../protocol/http/events.ts'
import { readValue, writeValue } from '../db/values.ts'
import { backoff } from '../fleet/retry-after.ts'
import { callServer } from '../fleet/server-call.ts'
import type { Answer } from '../fleet/server-call.ts'
import { run } from '../run.ts'
import type { Worker } from '../worker.ts'
import { buryRows, leaseRows, returnRows, settleRows } from './batch.ts'
import type { Receipts } from './batch.ts'

const mostRows = 100

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
    const rows = await leaseRows(worker, most)
    if (rows.length === 0) return comeBack(worker)
    const answer = await callServer<Receipts>(worker, {
      method: 'POST',
      path: '/v1/events',
      body: { events: rows.map((row) => row.event) },
      answer: eventReceiptsSchema,
    })
    if (answer.ok) {
      const settled = await settleRows(worker, rows, answer.value)
      // A 200 that names none of our ids says nothing: wait, as for any failure (trust.md, attack 28).
      if (settled > 0) {
        await writeValue(db, 'flush', { notBefore: 0, attempt: 0, paused: false })
        continue
      }
    }
    if (isStatus(answer, 413) && rows.length > 1) {
      await returnRows(worker, rows)
      most = Math.max(1, Math.floor(rows.length / 2))
      continue
    }
    if (isStatus(answer, 413) || isStatus(answer, 400) || isStatus(answer, 422)) {
      if (rows.length === 1) {
        await buryRows(
          worker,
          rows,
          answer.ok === false && answer.reason === 'refused' ? answer.code : 'REFUSED',
        )
        continue
      }
      // The server refused the batch as a whole: find the item by asking for each on its own.
      await returnRows(worker, rows)
      most = 1
      continue
    }
    await returnRows(worker, rows)
    return wait(worker, answer)
  }
}

/** What was taken by a worker that was stopped before the answer is free when its lease ends; no event need come first. */
async function comeBack(worker: Worker): Promise<void> {
  const { db, environment } = worker
  const oldest = await db.outbox.orderBy('sequence').first()
  if (oldest?.state === 'inflight')
    environment.later(Math.max(0, oldest.leaseUntil - environment.now()), () => run('flush', flush(worker)))
}

/** No limit on attempts: an audit event is kept until the server names it. */
async function wait(worker: Worker, answer: Answer<Receipts>): Promise<void> {
  const { db, environment } = worker
  const attempt = ((await readValue(db, 'flush'))?.attempt ?? 0) + 1
  const paused = (isStatus(answer, 401) || isStatus(answer, 403)) && !isUnproven(answer)
  const asked = !answer.ok && answer.reason === 'refused' ? answer.retryAfterMs : null
  const delay = asked ?? backoff(attempt, environment.random)
  await writeValue(db, 'flush', { notBefore: environment.now() + delay, attempt, paused })
  if (!paused && delay < 25_000) environment.later(delay, () => run('flush', flush(worker)))
}

/** About one request, not about who we are: another proof may do. */
function isUnproven(answer: Answer<Receipts>): boolean {
  return !answer.ok && answer.reason === 'refused' && answer.code.startsWith('PROOF_')
}

function isStatus(answer: Answer<Receipts>, status: number): boolean {
  return !answer.ok && answer.reason === 'refused' && answer.status === status
}
