import type { PanelMessage } from '../../protocol/messages/panel-port.ts'
import type { ApprovalRequest } from '../../protocol/http/approvals.ts'
import { holdFact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import type { HoldRow, RequestRow } from '../db/rows.ts'
import { isOpen } from '../decisions/hold-row.ts'
import { run } from '../run.ts'
import type { Worker } from '../worker.ts'
import { syncRequests } from './requests.ts'

export type Asked = Extract<PanelMessage, { type: 'approval.requested' }>

/**
 * Stores the request, its event and its tie to the hold together, then sends it. Asking again for the same action while
 * one is open is the same request; for another action it is a new one that supersedes the old (F41).
 */
export async function askApproval(worker: Worker, row: HoldRow, asked: Asked): Promise<HoldRow> {
  const { db, environment } = worker
  const due = row.decision.obligations.find((obligation) => obligation.kind === 'approval')
  if (row.state !== 'waiting' || due?.kind !== 'approval') return row
  const before = row.request === null ? undefined : await db.requests.get(row.request)
  if (before && before.step !== 'closed' && before.digest === row.digest && !before.withdraw) {
    run('requests', syncRequests(worker))
    return row
  }
  const body: ApprovalRequest = {
    id: environment.newId(),
    hold: row.hold,
    action: row.action,
    digest: row.digest,
    rationale: asked.rationale,
    rollbackPlan: asked.rollbackPlan,
    decideWithinMinutes: Math.min(asked.decideWithinMinutes, due.decideWithinMinutes),
    ticket: asked.ticket,
    supersedes: before && before.step === 'open' ? before.id : null,
  }
  const request: RequestRow = {
    id: body.id,
    hold: row.hold,
    digest: row.digest,
    body,
    step: 'unsent',
    withdraw: false,
    view: null,
    refusal: null,
    at: environment.now(),
  }
  const asking: HoldRow = { ...row, request: request.id, problem: null }
  const { rationale, rollbackPlan, decideWithinMinutes, ticket, supersedes } = body
  await record(worker, {
    facts: [
      holdFact(worker, 'approval.requested', asking, {
        request: request.id,
        rationale,
        rollbackPlan,
        decideWithinMinutes,
        ticket,
        supersedes,
      }),
    ],
    tables: [db.requests, db.holds],
    write: async () => {
      await db.requests.add(request)
      await db.holds.put(asking)
    },
  })
  run('requests', syncRequests(worker))
  return asking
}

/** The rep takes the request back. Stored first, so that it is told to the server however long that takes. */
export async function withdrawApproval(worker: Worker, row: HoldRow): Promise<HoldRow> {
  const { db } = worker
  const request = row.request === null ? undefined : await db.requests.get(row.request)
  if (!request || request.step === 'closed' || request.withdraw) return row
  await record(worker, {
    facts: [holdFact(worker, 'approval.withdrawn', row, { request: request.id })],
    tables: [db.requests, db.holds],
    write: async () => {
      await db.requests.update(request.id, { withdraw: true })
      const current = await db.holds.get(row.hold)
      if (current && isOpen(current)) await db.holds.update(row.hold, { request: null })
    },
  })
  run('requests', syncRequests(worker))
  return { ...row, request: null }
}
