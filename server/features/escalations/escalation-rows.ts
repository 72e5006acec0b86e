import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import { z } from '../../../policy/zod.ts'
import { auditEventSchema } from '../../../protocol/audit/event.ts'
import { holdEscalatedSchema } from '../../../protocol/audit/hold-escalated.ts'
import { decidedActionSchema } from '../../../protocol/audit/parts.ts'
import type { EscalationView } from '../../../protocol/http/escalations.ts'
import type { Tables } from '../../database/tables.ts'
import type { PersonPrincipal } from '../../http/principal.ts'

/*
 * There is no table of escalations: the device's event is the escalation, and the server's event of the same hold is the
 * answer. So neither can be there without being on the record.
 */
const answerOf = sql`(select answer.position from audit_events as answer
  where answer.tenant = event.tenant and answer.hold = event.hold and answer.type = 'escalation.answered'
    and answer.body -> 'detail' ->> 'escalation' = event.id::text
    and answer.body -> 'detail' ->> 'device' = event.device::text
  order by answer.position limit 1)`
const heldAs = sql`(select held.body from audit_events as held
  where held.tenant = event.tenant and held.hold = event.hold and held.device = event.device
    and held.type in ('action.held', 'action.refused', 'hold.edited') and held.body -> 'detail' ? 'decision'
  order by held.position desc limit 1)`

export const isAnswered = sql<boolean>`${answerOf} is not null`

export function escalationRows(tx: Transaction<Tables>, tenant: string) {
  return tx
    .selectFrom('audit_events as event')
    .innerJoin('persons as rep', (join) =>
      join.onRef('rep.tenant', '=', 'event.tenant').onRef('rep.id', '=', 'event.person'),
    )
    .leftJoin('audit_events as answered', (join) => join.on(sql<boolean>`answered.position = ${answerOf}`))
    .leftJoin('persons as answerer', (join) =>
      join.onRef('answerer.tenant', '=', 'answered.tenant').onRef('answerer.id', '=', 'answered.person'),
    )
    .select(['event.position', 'event.id', 'event.device', 'event.received_at', 'event.body', 'event.hold'])
    .select(['rep.id as rep_id', 'rep.name as rep_name', 'rep.email as rep_email'])
    .select(['answered.body as answer', 'answered.at as answered_at'])
    .select(['answerer.id as by_id', 'answerer.name as by_name', 'answerer.email as by_email'])
    .select(sql<unknown>`${heldAs}`.as('held'))
    .where('event.tenant', '=', tenant)
    .where('event.type', '=', 'hold.escalated')
    .where('event.hold', 'is not', null)
}
export type EscalationRow = Awaited<ReturnType<ReturnType<typeof escalationRows>['execute']>>[number]

/** Addressed to this person, by address or by the name of one of their groups; owners are written like group names. */
export function isFor({ person }: PersonPrincipal) {
  const names = [...person.groups, person.email].map((name) => name.toLowerCase())
  return sql<boolean>`exists (select 1 from jsonb_array_elements_text(event.body -> 'detail' -> 'to') as addressee (name)
    where lower(addressee.name) = any(${names}::text[]))`
}

const escalatedSchema = z.object({ subject: auditEventSchema.shape.subject, detail: holdEscalatedSchema })
const heldSchema = z.object({ detail: decidedActionSchema })
const answerSchema = z.object({ detail: z.object({ note: z.string() }) })

export function escalationView(
  row: EscalationRow,
  asking: PersonPrincipal,
  workflowNames: ReadonlyMap<string, string>,
): EscalationView {
  const { subject, detail } = escalatedSchema.parse(row.body)
  const { site, account, surface, operation, tier, record, hold, workflow } = subject
  const held = heldSchema.safeParse(row.held)
  const answer = answerSchema.safeParse(row.answer)
  return {
    ...{ id: String(row.position), event: row.id, reason: detail.reason, text: detail.text, to: detail.to },
    subject: { site, account, surface, operation, tier, record, hold },
    rep: { id: row.rep_id, name: row.rep_name, email: row.rep_email },
    workflow: workflow === null ? null : { id: workflow, name: workflowNames.get(workflow) ?? workflow },
    held: held.success ? { action: held.data.detail.action, decision: held.data.detail.decision } : null,
    receivedAt: row.received_at.toISOString(),
    answer: answer.success
      ? {
          note: answer.data.detail.note,
          by: { id: row.by_id ?? '', name: row.by_name ?? '', email: row.by_email ?? '' },
          at: row.answered_at ?? '',
        }
      : null,
    mayAnswer: !answer.success && row.rep_id !== asking.person.id,
  }
}
