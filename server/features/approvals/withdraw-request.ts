import type { PersonPrincipal } from '../../http/principal.ts'
import type { ProblemCode } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { findRequest } from './approval-store.ts'
import { withdraw } from './close-request.ts'
import type { Outcome } from './decide-request.ts'
import { subjectOf } from './subject-of.ts'

/** Only the requester may take a request back, and only while it is open or its grant is unused. */
export async function withdrawRequest(parts: Parts, who: PersonPrincipal, id: string): Promise<Outcome> {
  const { tenant, person } = who
  return parts.store.transact({ tenant }, async (tx, now) => {
    const row = await findRequest(tx, tenant, id)
    const isOwn = row?.requester === person.id
    if (row !== undefined && isOwn) {
      const isDone = row.state === 'withdrawn' || row.state === 'revoked'
      const by = { by: person.id, pendingBecomes: 'withdrawn' } as const
      if (isDone || (await withdraw({ tx, now, newId: parts.newId }, row, by)) !== undefined)
        return { ok: true }
    }
    const reason: ProblemCode =
      row === undefined ? 'APPROVAL_UNKNOWN' : isOwn ? 'APPROVAL_CLOSED' : 'NOT_THE_REQUESTER'
    await recordServerEvent(
      { tx, now, newId: parts.newId },
      {
        ...{ tenant, type: 'approval.refused', person: person.id },
        ...(row === undefined
          ? {}
          : { subject: { ...subjectOf(row), workflow: row.workflow, tier: row.tier } }),
        detail: { request: id, attempt: 'withdraw', code: reason },
      },
    )
    return { ok: false, reason }
  })
}
