import type { Table } from 'dexie'
import { canonical, digest } from '../../policy/canonical.ts'
import type { Json } from '../../policy/canonical.ts'
import type { AuditEvent, AuditFact } from '../../protocol/audit/event.ts'
import { readValue, writeValue } from '../db/values.ts'
import type { Values } from '../db/rows.ts'
import { ensureDevice } from '../fleet/device.ts'
import type { Worker } from '../worker.ts'
import { wakeFlush } from './flush.ts'

export interface Recording {
  readonly facts: readonly AuditFact[]
  readonly pageReported?: boolean
  /** Tables `write` touches; they share the transaction of the events. */
  readonly tables?: readonly Table[]
  /** The business change the events are about. It may throw to abort both; only Dexie may be awaited in it. */
  readonly write?: () => Promise<unknown>
}

/**
 * Puts events into the outbox, in one strict transaction with the change they are about. Sequence and chain are worked
 * out before, because a transaction may not wait for a digest; when another writer was first, it is done again.
 */
export async function record(worker: Worker, recording: Recording): Promise<void> {
  await worker.turns('chain', async () => {
    while (!(await tryRecord(worker, recording)));
  })
  if (recording.facts.length > 0) wakeFlush(worker)
}

async function tryRecord(worker: Worker, recording: Recording): Promise<boolean> {
  const { db } = worker
  const device = await ensureDevice(worker)
  const head = (await readValue(db, 'chain')) ?? { sequence: 0, digest: null }
  const chained = await chainOf(recording, device.id, head)
  const tables = [db.values, db.outbox, ...(recording.tables ?? [])]
  return db.transaction('rw', tables, async () => {
    const now = (await readValue(db, 'chain')) ?? { sequence: 0, digest: null }
    if (now.sequence !== head.sequence || now.digest !== head.digest) return false
    if (recording.write) await recording.write()
    await db.outbox.bulkAdd(
      chained.events.map((event) => ({
        sequence: event.sequence,
        id: event.id,
        event,
        bytes: canonical(event as Json).length,
        state: 'pending' as const,
        leaseUntil: 0,
        attempt: 0,
      })),
    )
    await writeValue(db, 'chain', chained.head)
    return true
  })
}

async function chainOf(
  recording: Recording,
  device: string,
  from: Values['chain'],
): Promise<{ events: AuditEvent[]; head: Values['chain'] }> {
  const events: AuditEvent[] = []
  let head = from
  for (const fact of recording.facts) {
    const event: AuditEvent = {
      ...fact,
      device,
      sequence: head.sequence + 1,
      previous: head.digest,
      pageReported: recording.pageReported ?? false,
    }
    events.push(event)
    head = { sequence: event.sequence, digest: await digest(canonical(event as Json)) }
  }
  return { events, head }
}
