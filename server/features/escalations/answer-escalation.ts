import { sql } from 'kysely'
import { announce } from '../../database/store.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { ProblemCode } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { messageNotice } from '../stream/notice.ts'
import { escalationRows } from './escalation-rows.ts'
import { readEscalation } from './list-escalations.ts'

export type Answered = { readonly ok: true } | { readonly ok: false; readonly reason: ProblemCode }

/** One answer ends it: of two people at the same moment the second is told that it was answered. */
export async function answerEscalation(
  parts: Parts,
  from: PersonPrincipal,
  id: string,
  note: string,
): Promise<Answered> {
  const { tenant, person } = from
  return parts.store.transact({ tenant }, async (tx, now) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${tenant} escalation ${id}`}, 0))`.execute(tx)
    const view = await readEscalation(tx, from, id)
    if (view === null) return { ok: false, reason: 'ESCALATION_UNKNOWN' }
    if (view.answer !== null) return { ok: false, reason: 'ESCALATION_ANSWERED' }
    if (view.rep.id === person.id) return { ok: false, reason: 'OWN_ESCALATION' }
    const row = await escalationRows(tx, tenant)
      .where(sql<boolean>`event.position = ${id}::bigint`)
      .executeTakeFirstOrThrow()
    await recordServerEvent(
      { tx, now, newId: parts.newId },
      {
        ...{ tenant, type: 'escalation.answered', person: person.id },
        subject: { ...view.subject, workflow: view.workflow?.id ?? null },
        detail: { escalation: view.event, device: row.device ?? '', note },
      },
    )
    await announce(tx, messageNotice(tenant, { type: 'escalation.changed', hold: view.subject.hold }))
    return { ok: true }
  })
}
