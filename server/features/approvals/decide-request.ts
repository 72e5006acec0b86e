import { randomBytes } from 'node:crypto'
import type { z } from '../../../policy/zod.ts'
import type { approvalDecisionSchema } from '../../../protocol/http/approvals.ts'
import type { Change } from '../../database/change.ts'
import { announce } from '../../database/store.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { ProblemCode } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { readBundle } from '../policy/bundle-store.ts'
import { messageNotice } from '../stream/notice.ts'
import type { ApprovalState, ApprovalStep } from './approval-record.ts'
import { findRequest, takeEdge } from './approval-store.ts'
import type { Edge, RequestRow } from './approval-store.ts'
import { isApprover } from './approvers.ts'
import { closeRequest } from './close-request.ts'
import type { ReceiptSigner } from './sign-receipt.ts'
import { subjectOf } from './subject-of.ts'

type Given = z.infer<typeof approvalDecisionSchema>
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly reason: ProblemCode }

// Every loser of a race looks again; a request has few approvers, so a handful of rounds is plenty.
const attempts = 8
/** States in which the signature of everybody who signed still counts as given. */
const signedStates = new Set<ApprovalState>(['pending', 'approved', 'consumed', 'lapsed', 'revoked'])

/** Approves (every step this person may sign, at once) or denies (one denial ends the request). */
export async function decideRequest(
  parts: Parts,
  who: PersonPrincipal,
  id: string,
  given: Given,
): Promise<Outcome> {
  const { tenant, person } = who
  return parts.store.transact({ tenant }, async (tx, now) => {
    const change = { tx, now, newId: parts.newId }
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const row = await findRequest(tx, tenant, id)
      const verdict = row === undefined ? 'APPROVAL_UNKNOWN' : verdictOn(row, who, given, now)
      if (row === undefined || (verdict !== 'MAY' && verdict !== 'DONE')) {
        const reason = verdict === 'MAY' || verdict === 'DONE' ? 'APPROVAL_UNKNOWN' : verdict
        await recordServerEvent(change, {
          ...{ tenant, type: 'approval.refused', person: person.id },
          ...(row === undefined
            ? {}
            : { subject: { ...subjectOf(row), workflow: row.workflow, tier: row.tier } }),
          detail: { request: id, attempt: 'decide', code: reason },
        })
        return { ok: false, reason }
      }
      if (verdict === 'DONE') return { ok: true }
      const decided = await takeEdge(
        tx,
        row,
        await edgeOf(change, row, { who, given, sign: parts.signReceipt }),
        'decide-by-ahead',
      )
      if (decided !== undefined) {
        await tell(change, decided, who, given)
        return { ok: true }
      }
      const expiry = { state: 'expired', code: null, by: null, guard: 'decide-by-passed' } as const
      if ((await closeRequest(change, row, expiry)) !== undefined)
        return { ok: false, reason: 'APPROVAL_EXPIRED' }
    }
    return { ok: false, reason: 'APPROVAL_CHANGED' }
  })
}

function verdictOn(
  row: RequestRow,
  { person }: PersonPrincipal,
  given: Given,
  now: Date,
): 'MAY' | 'DONE' | ProblemCode {
  const state = row.state === 'pending' && row.decide_by <= now ? 'expired' : row.state
  if (row.requester === person.id) return 'OWN_REQUEST'
  if (!row.steps.some((step) => isApprover(person, step.approvers))) return 'NOT_AN_APPROVER'
  if (given.digest !== row.digest) return 'DIGEST_MISMATCH'
  // The same decision again, after an answer of ours was lost: it was taken, whatever has come of it since.
  if (given.decision === 'deny' && state === 'denied' && row.decided_by === person.id) return 'DONE'
  const hasSigned = row.steps.some((step) => step.approvedBy?.id === person.id)
  if (given.decision === 'approve' && hasSigned && signedStates.has(state)) return 'DONE'
  if (state === 'expired') return 'APPROVAL_EXPIRED'
  if (state !== 'pending') return 'APPROVAL_CLOSED'
  return 'MAY'
}

interface Deciding {
  readonly who: PersonPrincipal
  readonly given: Given
  readonly sign: ReceiptSigner
}

async function edgeOf(
  { tx, now, newId }: Change,
  row: RequestRow,
  { who: { person }, given, sign }: Deciding,
): Promise<Edge> {
  const signed = { note: given.note, considered_ms: given.consideredMs ?? null }
  const decided = { ...signed, decided_at: now, decided_by: person.id }
  if (given.decision === 'deny') return { state: 'denied', ...decided }
  const steps = row.steps.map((step) =>
    step.approvedBy === null && isApprover(person, step.approvers)
      ? { ...step, approvedBy: { id: person.id, name: person.name }, approvedAt: now.toISOString() }
      : step,
  )
  if (steps.some((step) => step.approvedBy === null)) return { steps: JSON.stringify(steps), ...signed }
  const grant = newId()
  const useBy = new Date(now.getTime() + Math.min(...steps.map((step) => step.useWithinMinutes)) * 60_000)
  const bundle = await readBundle(tx, row.tenant, row.bundle_version)
  const receipt = sign({
    ...{
      grant,
      request: row.id,
      tenant: row.tenant,
      operation: row.action.operation,
      record: row.action.record,
    },
    ...{
      digest: row.digest,
      requester: row.requester,
      approvers: approversOf(steps),
      bundleVersion: row.bundle_version,
    },
    ...{
      bundleDigest: bundle?.digest ?? '',
      tier: row.tier,
      issuedAt: now.toISOString(),
      expiresAt: useBy.toISOString(),
    },
    nonce: randomBytes(16).toString('base64url'),
  })
  const granted = { grant_id: grant, use_by: useBy, receipt: JSON.stringify(receipt) }
  return { state: 'approved', ...decided, steps: JSON.stringify(steps), ...granted }
}

function approversOf(steps: readonly ApprovalStep[]): string[] {
  return [...new Set(steps.flatMap((step) => step.approvedBy?.id ?? []))]
}

async function tell(
  change: Change,
  row: RequestRow,
  { tenant, person }: PersonPrincipal,
  given: Given,
): Promise<void> {
  await recordServerEvent(change, {
    ...{ tenant, type: 'approval.decided', person: person.id, bundleVersion: row.bundle_version },
    subject: { ...subjectOf(row), workflow: row.workflow, tier: row.tier },
    detail: {
      ...{ request: row.id, decision: given.decision, note: given.note, complete: row.state !== 'pending' },
      ...{ by: { id: person.id, name: person.name }, requester: row.requester, ticket: row.ticket },
      ...{ action: row.action, grant: row.grant_id, useBy: row.use_by?.toISOString() ?? null },
      ...(given.consideredMs !== undefined && { consideredMs: given.consideredMs }),
    },
  })
  await announce(change.tx, messageNotice(tenant, { type: 'approval.changed', id: row.id, state: row.state }))
}
