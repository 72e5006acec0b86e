import { reservedSchema } from '../../protocol/http/devices.ts'
import { holdFact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import type { HoldRow } from '../db/rows.ts'
import { callServer } from '../fleet/server-call.ts'
import type { Worker } from '../worker.ts'
import { problemOf } from './grants.ts'

/**
 * Takes this action's share of every shared counter that is still open. Ids are stored first, so that a share asked for
 * twice is taken once.
 */
export async function takeReservations(worker: Worker, row: HoldRow): Promise<HoldRow> {
  let now = await storeIds(worker, row)
  for (const reservation of now.reservations) {
    if (reservation.taken) continue
    const { id, rule, amount } = reservation
    const answer = await callServer(worker, {
      method: 'POST',
      path: '/v1/reservations',
      body: { id, rule, amount },
      answer: reservedSchema,
    })
    if (!answer.ok) {
      if (
        answer.reason !== 'refused' ||
        answer.status >= 500 ||
        answer.status === 401 ||
        answer.status === 429
      )
        return { ...now, problem: 'SERVER_UNREACHABLE' }
      now = { ...now, reservations: without(now, id), problem: problemOf(answer.code) }
      await store(worker, now, 'reservation.refused', { reservation: id, rule, amount, code: answer.code })
      return now
    }
    now = {
      ...now,
      problem: null,
      reservations: now.reservations.map((other) => (other.id === id ? { ...other, taken: true } : other)),
    }
    await store(worker, now, 'reservation.taken', {
      reservation: id,
      rule,
      amount,
      remaining: answer.value.remaining,
    })
  }
  return now
}

async function storeIds(worker: Worker, row: HoldRow): Promise<HoldRow> {
  const { db, environment } = worker
  const open = row.decision.obligations.flatMap((due) => (due.kind === 'reservation' ? due : []))
  const reservations = [
    ...row.reservations.filter(
      ({ taken, rule, amount }) => taken || open.some((due) => due.rule === rule && due.amount === amount),
    ),
  ]
  for (const { rule, amount } of open) {
    if (!reservations.some((made) => !made.taken && made.rule === rule))
      reservations.push({ id: environment.newId(), rule, amount, taken: false })
  }
  await db.holds.update(row.hold, { reservations })
  return { ...row, reservations }
}

async function store(
  worker: Worker,
  row: HoldRow,
  type: 'reservation.taken' | 'reservation.refused',
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { db } = worker
  await record(worker, {
    facts: [holdFact(worker, type, row, detail)],
    tables: [db.holds],
    write: () => db.holds.update(row.hold, { reservations: row.reservations }),
  })
}

function without(row: HoldRow, id: string): HoldRow['reservations'] {
  return row.reservations.filter((other) => other.id !== id)
}
