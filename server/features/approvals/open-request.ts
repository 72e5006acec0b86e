import { canonical } from '../../../policy/canonical.ts'
import type { Json } from '../../../policy/canonical.ts'
import type { Decision } from '../../../policy/decision.ts'
import { effectOf } from '../../../policy/effect.ts'
import type { ApprovalRequest } from '../../../protocol/http/approvals.ts'
import type { Change } from '../../database/change.ts'
import { announce } from '../../database/store.ts'
import { hashOf } from '../../http/principal.ts'
import type { DevicePrincipal } from '../../http/principal.ts'
import type { ProblemCode } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { messageNotice } from '../stream/notice.ts'
import type { ApprovalStep } from './approval-record.ts'
import { findRequest } from './approval-store.ts'
import { hasApprover } from './approvers.ts'
import { closeReplaced } from './close-request.ts'
import { reEvaluate } from './re-evaluate.ts'
import type { Evaluated } from './re-evaluate.ts'
import { subjectOf } from './subject-of.ts'

export type Opened =
  | { readonly ok: true; readonly isNew: boolean }
  | { readonly ok: false; readonly reason: ProblemCode; readonly reasons?: readonly string[] }

/** Takes a request for approval. Everything that decides is worked out here again: digest, tier, steps, approvers. */
export async function openRequest(
  parts: Parts,
  from: DevicePrincipal,
  given: ApprovalRequest,
): Promise<Opened> {
  const { tenant, person } = from
  return parts.store.transact({ tenant }, async (tx, now) => {
    const change = { tx, now, newId: parts.newId }
    const refused = async (reason: ProblemCode, reasons?: readonly string[]): Promise<Opened> => {
      await recordServerEvent(change, {
        ...{ tenant, type: 'approval.refused', person: person.id, subject: subjectOf(given) },
        detail: { request: given.id, attempt: 'request', code: reason },
      })
      return reasons === undefined ? { ok: false, reason } : { ok: false, reason, reasons }
    }
    const requestDigest = hashOf(canonical(given as unknown as Json))
    const known = await findRequest(tx, tenant, given.id)
    if (known !== undefined) {
      const isSame = known.requester === person.id && known.request_digest === requestDigest
      return isSame ? { ok: true, isNew: false } : refused('APPROVAL_ID_TAKEN')
    }
    if (hashOf(effectOf(given.action)) !== given.digest) return refused('DIGEST_MISMATCH')
    const evaluated = await reEvaluate(tx, { ...from, person: person.id }, given.action, now)
    if (evaluated === null) return refused('NO_POLICY')
    if (evaluated.decision.effect === 'refuse') {
      const codes = evaluated.decision.reasons.map((reason) => reason.code)
      return refused(refusalOf(codes), codes)
    }
    if (evaluated.approvals.length === 0) return refused('APPROVAL_NOT_NEEDED')
    for (const { approvers } of evaluated.approvals)
      if (!(await hasApprover(tx, tenant, person.id, approvers))) return refused('NO_APPROVER')
    if (given.supersedes !== null && !(await closeReplaced(change, from, given.supersedes)))
      return refused('SUPERSEDED_UNKNOWN')
    await store(change, { from, given, requestDigest, evaluated })
    return { ok: true, isNew: true }
  })
}

interface Accepted {
  readonly from: DevicePrincipal
  readonly given: ApprovalRequest
  readonly requestDigest: string
  readonly evaluated: Evaluated
}

async function store(change: Change, accepted: Accepted): Promise<void> {
  const { tx, now } = change
  const { from, given, requestDigest, evaluated } = accepted
  const { tenant, person } = from
  const { bundle, decision, approvals } = evaluated
  const workflow = bundle.workflows.find((one) => one.id === decision.workflow)
  const minutes = Math.min(
    given.decideWithinMinutes,
    ...approvals.map((approval) => approval.decideWithinMinutes),
  )
  const decideBy = new Date(now.getTime() + minutes * 60_000)
  const steps = approvals.map((approval): ApprovalStep => {
    const rule = bundle.rules.find((one) => one.id === approval.rule)
    return {
      rule: approval.rule,
      ruleName: rule?.name ?? workflow?.name ?? '',
      approvers: approval.approvers,
      useWithinMinutes: approval.useWithinMinutes,
      approvedBy: null,
      approvedAt: null,
    }
  })
  await tx
    .insertInto('approval_requests')
    .values({
      ...{
        tenant,
        id: given.id,
        state: 'pending',
        requester: person.id,
        device: from.device,
        hold: given.hold,
      },
      ...{ action: JSON.stringify(given.action), digest: given.digest, request_digest: requestDigest },
      ...{ workflow: decision.workflow ?? '', workflow_name: workflow?.name ?? '', tier: decision.tier },
      ...{ bundle_version: bundle.version, steps: JSON.stringify(steps), rationale: given.rationale },
      ...{ rollback_plan: given.rollbackPlan, ticket: given.ticket, note: '', supersedes: given.supersedes },
      ...{ created_at: now, decide_by: decideBy, decided_at: null, decided_by: null, use_by: null },
      ...{ considered_ms: null, grant_id: null, receipt: null, execution: null, consumed_at: null },
    })
    .execute()
  await recordServerEvent(change, {
    ...{ tenant, type: 'approval.opened', person: person.id, bundleVersion: bundle.version },
    subject: { ...subjectOf(given), workflow: decision.workflow, tier: decision.tier },
    detail: {
      ...{
        request: given.id,
        rationale: given.rationale,
        rollbackPlan: given.rollbackPlan,
        ticket: given.ticket,
      },
      ...{
        decideBy: decideBy.toISOString(),
        steps: steps.map(({ rule, approvers }) => ({ rule, approvers: [...approvers] })),
      },
    },
  })
  await announce(tx, messageNotice(tenant, { type: 'approval.changed', id: given.id, state: 'pending' }))
}

function refusalOf(codes: readonly Decision['reasons'][number]['code'][]): ProblemCode {
  if (codes.includes('KILLED')) return 'KILLED'
  return codes.includes('NO_TIER') ? 'NO_TIER' : 'ACTION_REFUSED'
}
