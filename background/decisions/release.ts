import { describedAction, holdFact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import { requestPatience } from '../../protocol/hold.ts'
import { consumeGrant } from '../approvals/grants.ts'
import type { HoldRow, RequestRow } from '../db/rows.ts'
import type { Worker } from '../worker.ts'
import { fulfilledFor, isOpen, reconsider, usableRequest } from './hold-row.ts'

/** How long the page may let exactly this effect pass. */
const passFor = 10_000

/**
 * Lets a hold go whose obligations are all met: the grant is spent at the server, then the event is written, then the
 * page is told, in that order. Ended anywhere between, the next try continues: the execution id is stored before the
 * server is asked, so that asking twice spends once; the page is told only what is on the record.
 */
export async function releaseHold(worker: Worker, row: HoldRow): Promise<HoldRow> {
  if (!worker.ports.hasPlace(row.place)) return saveProblem(worker, row, 'PAGE_GONE')
  // Nothing is spent on a request that the page has given up: the next one passes.
  const isGivenUp = worker.environment.now() - row.heldAt > requestPatience
  if (row.action.trigger === 'request' && isGivenUp) return saveProblem(worker, row, 'REPEAT_ON_PAGE')
  const needsGrant = await usableRequest(worker, row)
  if (!needsGrant) return recordRelease(worker, row, null)
  const spent = await consumeGrant(worker, row, needsGrant)
  if (spent.ok) return recordRelease(worker, spent.row, needsGrant)
  return reconsiderAndSave(worker, spent.row)
}

async function recordRelease(worker: Worker, row: HoldRow, request: RequestRow | null): Promise<HoldRow> {
  const { db, environment } = worker
  const released: HoldRow = {
    ...row,
    state: 'running',
    problem: null,
    updatedAt: environment.now(),
    release: { until: environment.now() + passFor, resume: true },
  }
  let isStillOurs = false
  const fulfilled = (await fulfilledFor(worker, row)).map((done) => ({
    kind: done.kind,
    rule: done.rule,
    code: done.kind === 'override-reason' ? done.code : null,
    text: done.kind === 'override-reason' ? done.text : null,
  }))
  const grant = request === null ? null : (row.execution?.grant ?? null)
  const execution = request === null ? null : (row.execution?.id ?? null)
  try {
    await record(worker, {
      facts: [
        holdFact(worker, 'action.released', released, {
          action: describedAction(row.action),
          grant,
          execution,
          fulfilled,
        }),
      ],
      tables: [db.holds, db.requests],
      write: async () => {
        const current = await db.holds.get(row.hold)
        isStillOurs = current !== undefined && isOpen(current) && current.digest === row.digest
        if (!isStillOurs) throw new TakenOver()
        await db.holds.put(released)
        if (request) await db.requests.update(request.id, { step: 'closed' })
      },
    })
    return released
  } catch (error) {
    if (!(error instanceof TakenOver)) throw error
    return (await db.holds.get(row.hold)) ?? row
  }
}

/** Aborts the transaction: another hold of the same action took this one over in the meantime. */
class TakenOver extends Error {}

async function reconsiderAndSave(worker: Worker, row: HoldRow): Promise<HoldRow> {
  const again = await reconsider(worker, row)
  await worker.db.holds.put(again)
  return again
}

async function saveProblem(worker: Worker, row: HoldRow, problem: HoldRow['problem']): Promise<HoldRow> {
  const troubled = { ...row, problem }
  await worker.db.holds.put(troubled)
  return troubled
}
