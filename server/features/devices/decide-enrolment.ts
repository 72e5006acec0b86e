import { checkCode, thumbprintOf } from '../../../policy/trust/enrolment-check.ts'
import type { EnrolmentRequestView } from '../../../protocol/http/enrolment-requests.ts'
import type { Change } from '../../database/change.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { ProblemCode } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { normal } from './enrolment-code.ts'
import { lockRequest, updateRequest } from './enrolment-requests.ts'
import type { EnrolmentRequestRow } from './enrolment-requests.ts'

const mostWrongCodes = 5

export type Decided =
  | { readonly ok: true; readonly view: EnrolmentRequestView }
  | { readonly ok: false; readonly reason: ProblemCode }
type Decide = (change: Change, row: EnrolmentRequestRow) => Promise<ProblemCode | null>

export async function viewRequest(parts: Parts, who: PersonPrincipal, id: string): Promise<Decided> {
  return withRequest(parts, who, id, async () => null)
}

/**
 * The person types what their own browser shows. A request somebody else made and sent them a link of shows its code on
 * another screen: the page says so, and the code is never on it.
 */
export async function confirmEnrolment(
  parts: Parts,
  who: PersonPrincipal,
  id: string,
  typed: string,
): Promise<Decided> {
  return withRequest(parts, who, id, async (change, row) => {
    const { tenant, person } = who
    if (row.nonce === null || stateOf(row, change.now) !== 'waiting') return 'ENROLMENT_REQUEST_CLOSED'
    const code = await checkCode({ request: id, key: row.public_key, root: row.root, nonce: row.nonce })
    if (normal(code) !== normal(typed)) {
      const wrong = row.wrong_codes + 1
      await updateRequest(change, row, { wrong_codes: wrong })
      if (wrong >= mostWrongCodes) await decline(change, row, who, 'code')
      return 'CHECK_CODE_WRONG'
    }
    if (await isTaken(change, row, person.id)) return 'DEVICE_TAKEN'
    await updateRequest(change, row, { state: 'confirmed', person: person.id, decided_at: change.now })
    await recordServerEvent(change, {
      ...{ tenant, type: 'enrolment.confirmed', person: person.id },
      detail: {
        ...{ request: id, device: row.device, browser: row.browser },
        ...{ extensionVersion: row.extension_version, key: await thumbprintOf(row.public_key) },
      },
    })
    return null
  })
}

export async function declineEnrolment(parts: Parts, who: PersonPrincipal, id: string): Promise<Decided> {
  return withRequest(parts, who, id, async (change, row) => {
    if (stateOf(row, change.now) !== 'waiting') return 'ENROLMENT_REQUEST_CLOSED'
    await decline(change, row, who, 'person')
    return null
  })
}

async function withRequest(
  { store, newId }: Parts,
  { tenant }: PersonPrincipal,
  id: string,
  decide: Decide,
): Promise<Decided> {
  return store.transact({ tenant }, async (tx, now) => {
    const change = { tx, now, newId }
    const row = await lockRequest(change, tenant, id)
    if (row === undefined) return { ok: false, reason: 'ENROLMENT_REQUEST_UNKNOWN' }
    const reason = await decide(change, row)
    if (reason !== null) return { ok: false, reason }
    return { ok: true, view: viewOf((await lockRequest(change, tenant, id)) ?? row, now) }
  })
}

async function decline(
  change: Change,
  row: EnrolmentRequestRow,
  { tenant, person }: PersonPrincipal,
  reason: 'person' | 'code',
): Promise<void> {
  await updateRequest(change, row, { state: 'refused', person: person.id, decided_at: change.now })
  await recordServerEvent(change, {
    ...{ tenant, type: 'enrolment.declined', person: person.id },
    detail: { request: row.id, device: row.device, reason },
  })
}

/** Said here already, where the person is: enrolment itself asks again. */
async function isTaken({ tx }: Change, row: EnrolmentRequestRow, person: string): Promise<boolean> {
  const known = await tx
    .selectFrom('devices')
    .select(['person', 'revoked_at'])
    .where('tenant', '=', row.tenant)
    .where('id', '=', row.device)
    .executeTakeFirst()
  return known !== undefined && (known.person !== person || known.revoked_at !== null)
}

function stateOf(row: EnrolmentRequestRow, now: Date): EnrolmentRequestView['state'] {
  return row.expires_at <= now && row.state !== 'refused' ? 'expired' : row.state
}

function viewOf(row: EnrolmentRequestRow, now: Date): EnrolmentRequestView {
  return {
    ...{ id: row.id, browser: row.browser, extensionVersion: row.extension_version },
    ...{ askedAt: row.asked_at.toISOString(), expiresAt: row.expires_at.toISOString() },
    state: stateOf(row, now),
  }
}
