import type { Tables } from '../../database/tables.ts'
import type { Change } from '../../database/change.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { revokeCredentials } from '../identity/credential-store.ts'
import { findPerson } from '../identity/person-store.ts'

export type EnrolmentRefusal =
  | 'CODE_UNKNOWN'
  | 'DEVICE_TAKEN'
  | 'PERSON_MISSING'
  | 'PERSON_UNKNOWN'
  | 'PERSON_NOT_ALLOWED'
  | 'TOKEN_USED_UP'

export type Whose =
  | { readonly ok: true; readonly person: string; readonly fleetToken: string | null }
  | { readonly ok: false; readonly reason: EnrolmentRefusal }

interface Given {
  readonly device: string
  readonly person?: string | undefined
}

/** Whom a code or token enrols, with its use counted in the same transaction: two devices never share one use. */
export async function whoseDevice(
  change: Change,
  credential: Tables['credentials'],
  given: Given,
): Promise<Whose> {
  if (credential.kind === 'fleet') return byFleetToken(change, credential, given)
  if (credential.person === null) return { ok: false, reason: 'CODE_UNKNOWN' }
  if (!credential.reusable) {
    const { tenant, hash } = credential
    const spent = await revokeCredentials(change.tx, { tenant, hash }, change.now)
    if (spent.length !== 1) return { ok: false, reason: 'CODE_UNKNOWN' }
  }
  return { ok: true, person: credential.person, fleetToken: null }
}

/**
 * Whoever can read a managed configuration can present its token with another name. So a name alone opens nothing but
 * what a rep may do: whoever is more than that enrols by a code of their own (ADR 96).
 */
async function byFleetToken(
  { tx, now, newId }: Change,
  { tenant, hash }: Tables['credentials'],
  { device, person: email }: Given,
): Promise<Whose> {
  const token = await tx
    .selectFrom('fleet_tokens')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('hash', '=', hash)
    .executeTakeFirstOrThrow()
  if (email === undefined) return { ok: false, reason: 'PERSON_MISSING' }
  const known = await findPerson(tx, tenant, email)
  const isOfDomain = token.domain !== null && email.toLowerCase().endsWith(`@${token.domain}`)
  if (known === undefined && (!isOfDomain || token.member_of !== null))
    return { ok: false, reason: 'PERSON_UNKNOWN' }
  const isOnlyRep = known === undefined || known.roles.every((role) => role === 'rep')
  const isMember = token.member_of === null || known?.groups.includes(token.member_of) === true
  if (known && (!isOnlyRep || !isMember)) {
    const detail = { token: token.id, for: known.email, device }
    await recordServerEvent({ tx, now, newId }, { tenant, type: 'enrolment.refused', person: null, detail })
    return { ok: false, reason: 'PERSON_NOT_ALLOWED' }
  }
  const before = await tx
    .selectFrom('devices')
    .select(['person', 'revoked_at'])
    .where('tenant', '=', tenant)
    .where('id', '=', device)
    .executeTakeFirst()
  if (before && (before.revoked_at !== null || before.person !== known?.id))
    return { ok: false, reason: 'DEVICE_TAKEN' }
  const used = await tx
    .updateTable('fleet_tokens')
    .set((row) => ({ uses: row('uses', '+', before ? 0 : 1) }))
    .where('tenant', '=', tenant)
    .where('id', '=', token.id)
    .where('revoked_at', 'is', null)
    .where((row) => (before ? row.lit(true) : row('uses', '<', row.ref('most_uses'))))
    .returning('id')
    .executeTakeFirst()
  if (used === undefined) return { ok: false, reason: 'TOKEN_USED_UP' }
  return { ok: true, person: known?.id ?? (await addRep(tx, tenant, email, newId())), fleetToken: token.id }
}

/** Name and groups follow when they first sign in. Somebody who did so in this very moment is not made less than they are. */
async function addRep(tx: Change['tx'], tenant: string, email: string, id: string): Promise<string> {
  const name = email.split('@', 1)[0] ?? email
  const rep = { name, roles: ['rep'], groups: [] }
  await tx
    .insertInto('persons')
    .values({ tenant, id, email: email.toLowerCase(), ...rep })
    .onConflict((conflict) => conflict.columns(['tenant', 'email']).doNothing())
    .execute()
  const person = await findPerson(tx, tenant, email)
  if (person === undefined) throw new Error('A person who was just added is not there.')
  return person.id
}
