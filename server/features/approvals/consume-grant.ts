import type { Transaction } from 'kysely'
import type { z } from '../../../policy/zod.ts'
import type { grantConsumedSchema, grantConsumptionSchema } from '../../../protocol/http/approvals.ts'
import type { Change } from '../../database/change.ts'
import { announce } from '../../database/store.ts'
import type { Tables } from '../../database/tables.ts'
import type { DevicePrincipal } from '../../http/principal.ts'
import type { ProblemCode } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { messageNotice } from '../stream/notice.ts'
import { findByGrant, takeEdge } from './approval-store.ts'
import type { RequestRow } from './approval-store.ts'
import { isApprover } from './approvers.ts'
import { closeRequest } from './close-request.ts'
import { reEvaluate } from './re-evaluate.ts'
import { subjectOf } from './subject-of.ts'

type Given = z.infer<typeof grantConsumptionSchema>
type Consumed = z.infer<typeof grantConsumedSchema>
export type Consumption =
  { readonly ok: true; readonly consumed: Consumed } | { readonly ok: false; readonly reason: ProblemCode }

const attempts = 4

/** Spends a grant once, for exactly the action that was approved. The same execution may ask again. */
export async function consumeGrant(
  parts: Parts,
  from: DevicePrincipal,
  grant: string,
  given: Given,
): Promise<Consumption> {
  const { tenant, person } = from
  return parts.store.transact({ tenant }, async (tx, now) => {
    const change = { tx, now, newId: parts.newId }
    const denied = async (reason: ProblemCode, row?: RequestRow): Promise<Consumption> => {
      await recordServerEvent(change, {
        ...{ tenant, type: 'grant.denied', person: person.id },
        ...(row === undefined
          ? {}
          : { subject: { ...subjectOf(row), workflow: row.workflow, tier: row.tier } }),
        detail: { request: row?.id ?? null, grant, execution: given.execution, code: reason },
      })
      return { ok: false, reason }
    }
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const row = await findByGrant(tx, tenant, grant)
      if (row === undefined || row.requester !== person.id) return denied('GRANT_UNKNOWN')
      const repeated =
        row.state === 'consumed' && row.execution === given.execution && row.digest === given.digest
      if (repeated) return { ok: true, consumed: answer(row, grant) }
      const standing = standingOf(row, given)
      if (standing !== 'MAY') return denied(standing, row)
      const objection = await objectionTo(tx, row, now)
      if (objection !== null) {
        await closeRequest(change, row, { state: 'revoked', code: objection, by: null, guard: 'none' })
        return denied(objection, row)
      }
      const spend = { state: 'consumed', execution: given.execution, consumed_at: now } as const
      const consumed = await takeEdge(tx, row, spend, 'use-by-ahead')
      if (consumed !== undefined) {
        await tell(change, consumed, grant, given.execution)
        return { ok: true, consumed: answer(consumed, grant) }
      }
      const lapse = { state: 'lapsed', code: null, by: null, guard: 'use-by-passed' } as const
      if ((await closeRequest(change, row, lapse)) !== undefined) return denied('GRANT_LAPSED', row)
    }
    return denied('APPROVAL_CHANGED')
  })
}

function standingOf(row: RequestRow, given: Given): 'MAY' | ProblemCode {
  if (row.state === 'consumed') return 'GRANT_CONSUMED'
  if (row.state === 'lapsed') return 'GRANT_LAPSED'
  if (row.state !== 'approved') return 'GRANT_REVOKED'
  return given.digest === row.digest ? 'MAY' : 'PAYLOAD_CHANGED'
}

/** What has happened since the approval counts: a kill, a refusal, or an approval that was not asked for then. */
async function objectionTo(
  tx: Transaction<Tables>,
  row: RequestRow,
  now: Date,
): Promise<'KILLED' | 'POLICY_STRICTER' | null> {
  const evaluated = await reEvaluate(tx, { ...row, person: row.requester }, row.action, now)
  if (evaluated === null) return 'POLICY_STRICTER'
  const { decision, approvals } = evaluated
  if (decision.reasons.some((reason) => reason.code === 'KILLED')) return 'KILLED'
  if (decision.effect === 'refuse') return 'POLICY_STRICTER'
  const signers = await signersOf(tx, row)
  const isCovered = approvals.every((approval) => {
    const step = row.steps.find((one) => one.rule === approval.rule)
    const signer = signers.get(step?.approvedBy?.id ?? '')
    return signer !== undefined && isApprover(signer, approval.approvers)
  })
  return isCovered ? null : 'POLICY_STRICTER'
}

async function signersOf(tx: Transaction<Tables>, row: RequestRow) {
  const ids = row.steps.flatMap((step) => step.approvedBy?.id ?? [])
  const rows = await tx
    .selectFrom('persons')
    .select(['id', 'email', 'groups'])
    .where('tenant', '=', row.tenant)
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((person) => [person.id, person]))
}

function answer(row: RequestRow, grant: string): Consumed {
  return { grant, execution: row.execution ?? '', consumedAt: row.consumed_at?.toISOString() ?? '' }
}

async function tell(change: Change, row: RequestRow, grant: string, execution: string): Promise<void> {
  await recordServerEvent(change, {
    ...{
      tenant: row.tenant,
      type: 'grant.consumed',
      person: row.requester,
      bundleVersion: row.bundle_version,
    },
    subject: { ...subjectOf(row), workflow: row.workflow, tier: row.tier },
    detail: { request: row.id, grant, execution },
  })
  await announce(
    change.tx,
    messageNotice(row.tenant, { type: 'approval.changed', id: row.id, state: row.state }),
  )
}
