import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import { z } from '../../../policy/zod.ts'
import type { approvalStates } from '../../../protocol/http/approvals.ts'
import type { ApprovalList, ApprovalScope, ApprovalView } from '../../../protocol/http/approvals.ts'
import type { Tables } from '../../database/tables.ts'
import { readCursor, writeCursor } from '../../http/cursor.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { ApprovalState } from './approval-record.ts'
import { isApprover } from './approvers.ts'

// What the clock has decided is shown at once, whether or not anything has written it down yet.
const effectiveState = sql<ApprovalState>`case
  when state = 'pending' and decide_by <= app_now() then 'expired'
  when state = 'approved' and use_by <= app_now() then 'lapsed'
  else state end`

function requests(tx: Transaction<Tables>, tenant: string) {
  return tx
    .selectFrom('approval_requests as request')
    .innerJoin('persons as requester', (join) =>
      join.onRef('requester.tenant', '=', 'request.tenant').onRef('requester.id', '=', 'request.requester'),
    )
    .leftJoin('persons as decider', (join) =>
      join.onRef('decider.tenant', '=', 'request.tenant').onRef('decider.id', '=', 'request.decided_by'),
    )
    .selectAll('request')
    .select(['requester.name', 'requester.email', 'decider.name as decider', effectiveState.as('effective')])
    .where('request.tenant', '=', tenant)
}
type Row = Awaited<ReturnType<ReturnType<typeof requests>['execute']>>[number]

export async function viewRequest(
  tx: Transaction<Tables>,
  asking: PersonPrincipal,
  id: string,
): Promise<ApprovalView | null> {
  const row = await requests(tx, asking.tenant).where('request.id', '=', id).executeTakeFirst()
  if (row === undefined) return null
  const { person } = asking
  const mayRead =
    row.requester === person.id ||
    seesAll(asking) ||
    row.steps.some((step) => isApprover(person, step.approvers))
  return mayRead ? view(row, asking) : null
}

interface Query {
  readonly scope: ApprovalScope
  readonly state?: (typeof approvalStates)[number] | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}
const cursorSchema = z.object({ at: z.iso.datetime(), id: z.uuid() })

/** null = the cursor is not one of ours. */
export async function listRequests(
  tx: Transaction<Tables>,
  asking: PersonPrincipal,
  query: Query,
): Promise<ApprovalList | null> {
  const place = query.cursor === undefined ? undefined : readCursor(query.cursor, cursorSchema)
  if (place === null) return null
  const limit = query.limit ?? 50
  const isUrgentFirst = query.scope === 'to-decide'
  const order = isUrgentFirst ? ('request.decide_by' as const) : ('request.created_at' as const)
  let rows = requests(tx, asking.tenant)
  if (query.scope === 'mine') rows = rows.where('request.requester', '=', asking.person.id)
  if (isUrgentFirst) rows = rows.where(awaits(asking))
  if (query.state !== undefined) rows = rows.where(effectiveState, '=', query.state)
  if (place !== undefined) {
    const [at, key] = [sql.ref(order), sql.ref('request.id')]
    rows = rows.where(
      isUrgentFirst
        ? sql<boolean>`(${at}, ${key}) > (${place.at}::timestamptz, ${place.id}::uuid)`
        : sql<boolean>`(${at}, ${key}) < (${place.at}::timestamptz, ${place.id}::uuid)`,
    )
  }
  const direction = isUrgentFirst ? 'asc' : 'desc'
  const found = await rows
    .orderBy(order, direction)
    .orderBy('request.id', direction)
    .limit(limit + 1)
    .execute()
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : undefined
  const lastAt = isUrgentFirst ? last?.decide_by : last?.created_at
  return {
    items: page.map((row) => view(row, asking)),
    next:
      last === undefined || lastAt === undefined
        ? null
        : writeCursor({ at: lastAt.toISOString(), id: last.id }),
    toDecide: await countToDecide(tx, asking),
  }
}

export function seesAll({ person }: PersonPrincipal): boolean {
  return person.roles.some((role) => role === 'approver' || role === 'admin')
}

/** Pending, in time, not their own, and with an open step that this person may sign. */
function awaits({ person }: PersonPrincipal) {
  const names = [...person.groups, person.email]
  return sql<boolean>`(request.state = 'pending' and request.decide_by > app_now() and request.requester <> ${person.id}
    and exists (select 1 from jsonb_array_elements(request.steps) as step
      where step -> 'approvedBy' = 'null'::jsonb and step -> 'approvers' ?| ${names}::text[]))`
}

async function countToDecide(tx: Transaction<Tables>, asking: PersonPrincipal): Promise<number> {
  const counted = await tx
    .selectFrom('approval_requests as request')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('request.tenant', '=', asking.tenant)
    .where(awaits(asking))
    .executeTakeFirst()
  return counted?.count ?? 0
}

function view(row: Row, asking: PersonPrincipal): ApprovalView {
  const objection = objectionTo(row, asking)
  return {
    ...{
      id: row.id,
      state: row.effective,
      action: row.action,
      digest: row.digest,
      tier: row.tier,
      ticket: row.ticket,
    },
    ...{
      rationale: row.rationale,
      rollbackPlan: row.rollback_plan,
      note: row.note,
      supersedes: row.supersedes,
    },
    requester: { id: row.requester, name: row.name, email: row.email },
    workflow: { id: row.workflow, name: row.workflow_name },
    steps: row.steps.map(({ rule, ruleName, approvers, approvedBy }) => ({
      ...{ rule, ruleName, approvers: [...approvers], approvedBy },
    })),
    createdAt: row.created_at.toISOString(),
    decideBy: row.decide_by.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedBy: row.decided_by === null ? null : { id: row.decided_by, name: row.decider ?? '' },
    useBy: row.use_by?.toISOString() ?? null,
    grant: row.grant_id,
    receipt: row.receipt === null ? null : { ...row.receipt, signatures: [...row.receipt.signatures] },
    mayDecide: objection === null,
    mayNotDecideBecause: objection,
  }
}

function objectionTo(row: Row, { person }: PersonPrincipal): string | null {
  if (row.requester === person.id) return 'requester'
  if (row.effective !== 'pending') return 'not-pending'
  const mayStillSign = row.steps.some(
    (step) => step.approvedBy === null && isApprover(person, step.approvers),
  )
  return mayStillSign ? null : 'not-an-approver'
}
