import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Role } from '../../../protocol/http/session.ts'
import type { Store } from '../../database/store.ts'
import type { Tables } from '../../database/tables.ts'
import { hashOf } from '../../http/principal.ts'
import type { Principal } from '../../http/principal.ts'

type Refusal = 'TOKEN_UNKNOWN' | 'SESSION_EXPIRED' | 'DEVICE_REVOKED'

/** The credential is found by its hash alone; row-level security then opens the tenant it belongs to. */
export async function findCredential(store: Store, hash: string): Promise<Principal | Refusal> {
  return store.transact({ credential: hash }, async (tx, now) => {
    const found = await sql<Tables['credentials']>`
      select *, set_config('app.tenant', tenant, true) from credentials where hash = ${hash}`.execute(tx)
    const credential = found.rows[0]
    if (credential === undefined || credential.kind === 'enrolment') return 'TOKEN_UNKNOWN'
    if (credential.revoked_at !== null) return credential.kind === 'device' ? 'DEVICE_REVOKED' : 'TOKEN_UNKNOWN'
    if (credential.expires_at !== null && credential.expires_at <= now) return 'SESSION_EXPIRED'
    const { tenant, label } = credential
    if (credential.kind === 'service') return { kind: 'service', tenant, hash, label }
    const person = await tx
      .selectFrom('persons')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('id', '=', credential.person)
      .executeTakeFirst()
    if (person === undefined) return 'TOKEN_UNKNOWN'
    const who = {
      id: person.id,
      name: person.name,
      email: person.email,
      // Written only by this server, from the closed list of roles.
      roles: person.roles as Role[],
      groups: person.groups,
    }
    if (credential.kind === 'device' && credential.device !== null)
      return { kind: 'device', tenant, hash, device: credential.device, person: who }
    return { kind: 'session', tenant, hash, expiresAt: credential.expires_at ?? now, person: who }
  })
}

type NewCredential = Pick<Tables['credentials'], 'tenant' | 'kind' | 'label' | 'created_at'> &
  Partial<Pick<Tables['credentials'], 'person' | 'device' | 'reusable' | 'expires_at'>>

export async function addCredential(tx: Transaction<Tables>, secret: string, given: NewCredential): Promise<void> {
  await tx
    .insertInto('credentials')
    .values({ person: null, device: null, reusable: false, expires_at: null, revoked_at: null, ...given, hash: hashOf(secret) })
    .onConflict((conflict) => conflict.column('hash').doNothing())
    .execute()
}

/** Revokes what `where` names and answers the hashes, so that open streams can be ended. */
export async function revokeCredentials(
  tx: Transaction<Tables>,
  where: { tenant: string; device?: string; hash?: string },
  now: Date,
): Promise<readonly string[]> {
  let query = tx
    .updateTable('credentials')
    .set({ revoked_at: now })
    .where('tenant', '=', where.tenant)
    .where('revoked_at', 'is', null)
  if (where.device !== undefined) query = query.where('device', '=', where.device)
  if (where.hash !== undefined) query = query.where('hash', '=', where.hash)
  const rows = await query.returning('hash').execute()
  return rows.map((row) => row.hash)
}

export function newSecret(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url')
}
