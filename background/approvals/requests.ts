import { approvalViewSchema } from '../../protocol/http/approvals.ts'
import type { ApprovalRequest, ApprovalView } from '../../protocol/http/approvals.ts'
import type { RequestRow } from '../db/rows.ts'
import { callServer } from '../fleet/server-call.ts'
import type { Answer } from '../fleet/server-call.ts'
import { isOpen } from '../decisions/hold-row.ts'
import type { Worker } from '../worker.ts'

/** States in which a request can still come to something here. */
const live: readonly ApprovalView['state'][] = ['pending', 'approved']

/**
 * Brings every request that is not finished up to date with the server: sends what was never acknowledged (same id, so
 * sent twice is asked once), withdraws what the rep took back, asks after the rest.
 */
export async function syncRequests(worker: Worker): Promise<void> {
  await worker.turns('requests', async () => {
    const rows = await worker.db.requests.where('step').anyOf('unsent', 'open').limit(200).toArray()
    for (const row of rows) {
      const answer = await syncOne(worker, row)
      if (!answer.ok && ['unreachable', 'cut-off', 'not-enrolled'].includes(answer.reason)) return
    }
  })
}

export async function refreshRequest(worker: Worker, id: string): Promise<void> {
  await worker.turns('requests', async () => {
    const row = await worker.db.requests.get(id)
    if (row) await ask(worker, row, `/v1/approval-requests/${id}`)
  })
}

async function syncOne(worker: Worker, row: RequestRow): Promise<Answer<ApprovalView>> {
  const path = `/v1/approval-requests/${row.id}`
  if (row.withdraw) return ask(worker, row, `${path}/withdraw`, {})
  return row.step === 'unsent' ? ask(worker, row, '/v1/approval-requests', row.body) : ask(worker, row, path)
}

async function ask(
  worker: Worker,
  row: RequestRow,
  path: string,
  body?: ApprovalRequest | Record<string, never>,
): Promise<Answer<ApprovalView>> {
  const answer = await callServer<ApprovalView>(worker, {
    method: body === undefined ? 'GET' : 'POST',
    path,
    answer: approvalViewSchema,
    ...(body === undefined ? {} : { body }),
  })
  if (answer.ok) await keepView(worker, row, answer.value)
  else if (answer.reason === 'refused' && isFinal(answer.status)) await keepRefusal(worker, row, answer.code)
  return answer
}

/** What another try cannot change; everything else is asked again. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 403, 408, 425, 429].includes(status)
}

async function keepView(worker: Worker, row: RequestRow, view: ApprovalView): Promise<void> {
  const { db } = worker
  const isChanged = await db.transaction('rw', db.requests, db.holds, async () => {
    const current = await db.requests.get(row.id)
    if (!current) return false
    const holds = await db.holds.where('digest').equals(row.digest).toArray()
    // Perhaps consumed by us, with the answer lost: the hold asks again under the same execution id.
    const isOurs =
      view.state === 'consumed' && holds.some((hold) => isOpen(hold) && hold.execution?.grant === view.grant)
    // A request closed here (its grant was spent) stays closed, whatever an older answer says.
    const step = current.step === 'closed' || !(live.includes(view.state) || isOurs) ? 'closed' : 'open'
    await db.requests.put({ ...current, view, step, refusal: null })
    return current.view?.state !== view.state || current.step !== step
  })
  if (isChanged) await tellHolds(worker, row)
}

async function keepRefusal(worker: Worker, row: RequestRow, code: string): Promise<void> {
  const { db } = worker
  await db.transaction('rw', db.requests, db.holds, async () => {
    await db.requests.update(row.id, { step: 'closed', refusal: code })
    const hold = await db.holds.get(row.hold)
    if (hold?.request === row.id && isOpen(hold) && !row.withdraw)
      await db.holds.update(row.hold, { problem: 'REQUEST_REFUSED' })
  })
  await tellHolds(worker, row)
}

/** Every open hold of that very action hears of it; none runs by itself (house rule 6). */
async function tellHolds(worker: Worker, row: RequestRow): Promise<void> {
  const { db } = worker
  const asking = await db.holds.where('hold').equals(row.hold).toArray()
  const same = await db.holds.where('digest').equals(row.digest).toArray()
  const ids = new Set([...asking, ...same].filter(isOpen).map(({ hold }) => hold))
  for (const id of ids) worker.holdTouched(id)
}
