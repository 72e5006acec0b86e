import { grantConsumedSchema } from '../../protocol/http/approvals.ts'
import { holdProblems } from '../../protocol/hold.ts'
import type { HoldProblem } from '../../protocol/hold.ts'
import { holdFact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import type { HoldRow, RequestRow } from '../db/rows.ts'
import { callServer } from '../fleet/server-call.ts'
import type { Worker } from '../worker.ts'
import { refreshRequest } from './requests.ts'

export interface Spent {
  readonly ok: boolean
  readonly row: HoldRow
}

/**
 * Spends a grant at the server, which alone knows whether it was spent before. The execution id is on disk before the
 * question leaves, and the same id gets the same answer however often the worker is ended in between.
 */
export async function consumeGrant(worker: Worker, row: HoldRow, request: RequestRow): Promise<Spent> {
  const { db, environment } = worker
  const grant = request.view?.grant ?? ''
  const execution =
    row.execution?.grant === grant ? row.execution : { id: environment.newId(), grant, spent: false }
  const asked: HoldRow = { ...row, execution }
  if (execution !== row.execution) await db.holds.update(row.hold, { execution })
  if (execution.spent) return { ok: true, row: asked }
  const answer = await callServer(worker, {
    method: 'POST',
    path: `/v1/grants/${encodeURIComponent(grant)}/consume`,
    body: { execution: execution.id, digest: row.digest },
    answer: grantConsumedSchema,
  })
  if (answer.ok) return { ok: true, row: { ...asked, execution: { ...execution, spent: true } } }
  if (answer.reason !== 'refused' || answer.status >= 500 || answer.status === 429 || answer.status === 401) {
    return { ok: false, row: { ...asked, problem: 'SERVER_UNREACHABLE' } }
  }
  await record(worker, {
    facts: [holdFact(worker, 'grant.refused', row, { grant, execution: execution.id, code: answer.code })],
    tables: [db.requests, db.holds],
    write: async () => {
      await db.requests.update(request.id, { step: 'closed', refusal: answer.code })
      await db.holds.update(row.hold, { execution: null })
    },
  })
  await refreshRequest(worker, request.id)
  return { ok: false, row: { ...asked, execution: null, problem: problemOf(answer.code) } }
}

export function problemOf(code: string): HoldProblem {
  return holdProblems.find((problem) => problem === code) ?? 'UNEXPECTED'
}
