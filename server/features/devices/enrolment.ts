import { sql } from 'kysely'
import type { z } from '../../../policy/zod.ts'
import { thumbprintOf } from '../../../policy/trust/enrolment-check.ts'
import { roles } from '../../../protocol/http/session.ts'
import type { Enrolled, EnrolmentCode, enrolmentSchema } from '../../../protocol/http/devices.ts'
import type { DeviceKey } from '../../../protocol/http/proof.ts'
import { announce } from '../../database/store.ts'
import type { Tables } from '../../database/tables.ts'
import { hashOf } from '../../http/principal.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { addCredential, newSecret, revokeCredentials } from '../identity/credential-store.ts'
import type { ProofProblem } from '../identity/proof-of-possession.ts'
import { findPerson } from '../identity/person-store.ts'
import { rootFingerprint } from '../signing/trust-store.ts'
import { revocationNotice } from '../stream/notice.ts'
import { newCode, normal } from './enrolment-code.ts'
import { whoseDevice } from './whose-device.ts'
import type { EnrolmentRefusal } from './whose-device.ts'

const codeMinutes = 15

export type Offered =
  | { readonly ok: true; readonly code: EnrolmentCode }
  | { readonly ok: false; readonly reason: 'PERSON_UNKNOWN' }

export async function offerEnrolment(parts: Parts, admin: PersonPrincipal, email: string): Promise<Offered> {
  return parts.store.transact({ tenant: admin.tenant }, async (tx, now) => {
    const person = await findPerson(tx, admin.tenant, email)
    if (person === undefined) return { ok: false, reason: 'PERSON_UNKNOWN' }
    const code = newCode(3)
    const expiresAt = new Date(now.getTime() + codeMinutes * 60_000)
    await addCredential(tx, normal(code), {
      ...{ tenant: admin.tenant, kind: 'enrolment', label: admin.person.email, person: person.id },
      ...{ created_at: now, expires_at: expiresAt },
    })
    await recordServerEvent(
      { tx, now, newId: parts.newId },
      {
        ...{
          tenant: admin.tenant,
          type: 'enrolment.offered',
          person: admin.person.id,
          detail: { for: person.email },
        },
      },
    )
    const fingerprint = await rootFingerprint(tx, admin.tenant)
    return { ok: true, code: { code: `${code}.${fingerprint}`, expiresAt: expiresAt.toISOString() } }
  })
}

export type Enrolment =
  | { readonly ok: true; readonly enrolled: Enrolled }
  | { readonly ok: false; readonly reason: EnrolmentRefusal | ProofProblem }

/** Whether whoever brings this code signs with this key. */
type Prove = (key: DeviceKey, code: string) => ProofProblem | null

/** A code for a token. The code is spent in the same transaction, so two devices can never share one. */
export async function enrol(
  parts: Parts,
  given: z.infer<typeof enrolmentSchema>,
  prove: Prove,
): Promise<Enrolment> {
  const hash = hashOf(normal(given.code))
  return parts.store.transact({ credential: hash }, async (tx, now) => {
    const found = await sql<Tables['credentials']>`
      select *, set_config('app.tenant', tenant, true) from credentials
      where hash = ${hash} and kind in ('enrolment', 'fleet') and revoked_at is null
        and (expires_at is null or expires_at > ${now})`.execute(tx)
    const code = found.rows[0]
    if (code === undefined) return { ok: false, reason: 'CODE_UNKNOWN' }
    const { tenant } = code
    if (code.key_thumbprint !== null) {
      if ((await thumbprintOf(given.publicKey)) !== code.key_thumbprint)
        return { ok: false, reason: 'CODE_UNKNOWN' }
      const problem = prove(given.publicKey, given.code)
      if (problem !== null) return { ok: false, reason: problem }
    }
    const whose = await whoseDevice({ tx, now, newId: parts.newId }, code, given)
    if (!whose.ok) return whose
    const { person: owner, fleetToken } = whose
    const known = {
      public_key: JSON.stringify(given.publicKey),
      browser: given.browser,
      extension_version: given.extensionVersion,
      fleet_token: fleetToken,
    }
    const device = await tx
      .insertInto('devices')
      .values({
        ...{ tenant, id: given.device, person: owner, enrolled_at: now, last_seen_at: now, ...known },
        ...{ bundle_version: null, revoked_at: null },
      })
      .onConflict((conflict) =>
        conflict
          .columns(['tenant', 'id'])
          .doUpdateSet({ ...known, enrolled_at: now, last_seen_at: now })
          .where('devices.person', '=', owner)
          .where('devices.revoked_at', 'is', null),
      )
      .returning('id')
      .executeTakeFirst()
    if (device === undefined) return { ok: false, reason: 'DEVICE_TAKEN' }
    const old = await revokeCredentials(tx, { tenant, device: device.id }, now)
    if (old.length > 0) await announce(tx, revocationNotice(tenant, old))
    const token = newSecret()
    await addCredential(tx, token, {
      ...{
        tenant,
        kind: 'device',
        label: given.browser,
        person: owner,
        device: device.id,
        created_at: now,
      },
    })
    await recordServerEvent(
      { tx, now, newId: parts.newId },
      {
        ...{ tenant, type: 'device.registered', person: owner },
        detail: {
          ...{ device: device.id, browser: given.browser, extensionVersion: given.extensionVersion },
          fleetToken,
        },
      },
    )
    const { roles: held, ...person } = await tx
      .selectFrom('persons')
      .select(['id', 'name', 'email', 'roles'])
      .where('tenant', '=', tenant)
      .where('id', '=', owner)
      .executeTakeFirstOrThrow()
    const enrolled = { device: device.id, token, tenant, person, consoleUrl: parts.origin() }
    return { ok: true, enrolled: { ...enrolled, roles: roles.filter((role) => held.includes(role)) } }
  })
}
