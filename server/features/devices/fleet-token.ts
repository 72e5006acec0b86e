import type { Transaction } from 'kysely'
import type { FleetToken, FleetTokenRequest, MadeFleetToken } from '../../../protocol/http/fleet.ts'
import type { Store } from '../../database/store.ts'
import type { Tables } from '../../database/tables.ts'
import { hashOf } from '../../http/principal.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { addCredential, revokeCredentials } from '../identity/credential-store.ts'
import { rootFingerprint } from '../signing/trust-store.ts'
import { newCode, normal } from './enrolment-code.ts'

const day = 86_400_000

/** The token is shown here and never again; what is stored of it is its digest. */
export async function makeFleetToken(
  parts: Parts,
  admin: PersonPrincipal,
  asked: FleetTokenRequest,
): Promise<MadeFleetToken> {
  const { tenant, person } = admin
  return parts.store.transact({ tenant }, async (tx, now) => {
    const token = `FLEET-${newCode(6)}`
    const expiresAt = new Date(now.getTime() + asked.days * day)
    const id = parts.newId()
    await addCredential(tx, normal(token), {
      ...{
        tenant,
        kind: 'fleet',
        label: asked.label,
        reusable: true,
        created_at: now,
        expires_at: expiresAt,
      },
    })
    await tx
      .insertInto('fleet_tokens')
      .values({
        ...{ tenant, id, hash: hashOf(normal(token)), label: asked.label, member_of: asked.group },
        ...{ domain: asked.domain, most_uses: asked.uses, made_by: person.id, made_at: now },
        ...{ expires_at: expiresAt, revoked_at: null },
      })
      .execute()
    const { label, group, domain, uses } = asked
    await recordServerEvent(
      { tx, now, newId: parts.newId },
      {
        ...{ tenant, type: 'fleet-token.made', person: person.id },
        detail: { token: id, label, group, domain, uses, expiresAt: expiresAt.toISOString() },
      },
    )
    const made = await tokensOf(tx, tenant).where('token.id', '=', id).executeTakeFirstOrThrow()
    return { token: `${token}.${await rootFingerprint(tx, tenant)}`, made: viewOf(made) }
  })
}

export async function listFleetTokens(store: Store, tenant: string): Promise<FleetToken[]> {
  return store.transact({ tenant }, async (tx) =>
    (await tokensOf(tx, tenant).limit(500).execute()).map(viewOf),
  )
}

/** Browsers it has enrolled stay enrolled: revoke those one by one where that is meant. null: there is no such token. */
export async function revokeFleetToken(
  parts: Parts,
  { tenant, person }: PersonPrincipal,
  id: string,
): Promise<FleetToken | null> {
  return parts.store.transact({ tenant }, async (tx, now) => {
    const revoked = await tx
      .updateTable('fleet_tokens')
      .set({ revoked_at: now })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('hash')
      .executeTakeFirst()
    if (revoked !== undefined) {
      await revokeCredentials(tx, { tenant, hash: revoked.hash }, now)
      await recordServerEvent(
        { tx, now, newId: parts.newId },
        { tenant, type: 'fleet-token.revoked', person: person.id, detail: { token: id } },
      )
    }
    const found = await tokensOf(tx, tenant).where('token.id', '=', id).executeTakeFirst()
    return found === undefined ? null : viewOf(found)
  })
}

function tokensOf(tx: Transaction<Tables>, tenant: string) {
  return tx
    .selectFrom('fleet_tokens as token')
    .innerJoin('persons as person', (join) =>
      join.onRef('person.tenant', '=', 'token.tenant').onRef('person.id', '=', 'token.made_by'),
    )
    .selectAll('token')
    .select('person.name')
    .where('token.tenant', '=', tenant)
    .orderBy('token.made_at', 'desc')
}

function viewOf(
  row: Awaited<ReturnType<ReturnType<typeof tokensOf>['executeTakeFirstOrThrow']>>,
): FleetToken {
  return {
    id: row.id,
    label: row.label,
    group: row.member_of,
    domain: row.domain,
    uses: row.uses,
    mostUses: row.most_uses,
    madeBy: row.name,
    madeAt: row.made_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }
}
