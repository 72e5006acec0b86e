import type { Change } from '../../database/change.ts'
import { announce } from '../../database/store.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { messageNotice } from '../stream/notice.ts'
import { findRequest, takeEdge } from './approval-store.ts'
import type { Guard, RequestRow } from './approval-store.ts'
import { subjectOf } from './subject-of.ts'

export interface Closing {
  readonly state: 'expired' | 'withdrawn' | 'superseded' | 'lapsed' | 'revoked'
  /** Why, as a problem code; null when the state says it all. */
  readonly code: string | null
  readonly by: string | null
  readonly guard: Guard
}

/** Ends a request without a decision, with its event and its announcement. undefined = somebody else was first. */
export async function closeRequest(
  change: Change,
  row: RequestRow,
  closing: Closing,
): Promise<RequestRow | undefined> {
  const { state, code, by } = closing
  const closed = await takeEdge(change.tx, row, { state }, closing.guard)
  if (closed === undefined) return undefined
  const { tenant, id, workflow, tier } = row
  await recordServerEvent(change, {
    ...{ tenant, type: 'approval.closed', person: by, bundleVersion: row.bundle_version },
    subject: { ...subjectOf(row), workflow, tier },
    detail: { request: id, state, code, by },
  })
  await announce(change.tx, messageNotice(tenant, { type: 'approval.changed', id, state }))
  return closed
}

const attempts = 5

/** Withdraws the requester's own request; one that is approved and not used yet loses its grant. */
export async function withdraw(
  change: Change,
  row: RequestRow,
  as: { readonly by: string; readonly pendingBecomes: 'withdrawn' | 'superseded' },
): Promise<RequestRow | undefined> {
  let current: RequestRow | undefined = row
  for (let attempt = 0; attempt < attempts && current !== undefined; attempt += 1) {
    const { state } = current
    if (state !== 'pending' && state !== 'approved') return undefined
    const closed: RequestRow | undefined = await closeRequest(change, current, {
      ...{ state: state === 'pending' ? as.pendingBecomes : 'revoked', code: null, by: as.by },
      guard: state === 'pending' ? 'decide-by-ahead' : 'use-by-ahead',
    })
    if (closed !== undefined) return closed
    current = await findRequest(change.tx, row.tenant, row.id)
  }
  return undefined
}

/** false when there is no such request of this person. One that is closed already may still be named as the one before. */
export async function closeReplaced(change: Change, from: PersonPrincipal, id: string): Promise<boolean> {
  const row = await findRequest(change.tx, from.tenant, id)
  if (row === undefined || row.requester !== from.person.id) return false
  await withdraw(change, row, { by: from.person.id, pendingBecomes: 'superseded' })
  return true
}
