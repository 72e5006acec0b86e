import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import { z } from '../../../policy/zod.ts'
import { roles } from '../../../protocol/http/session.ts'
import type { Store } from '../../database/store.ts'
import type { Tables } from '../../database/tables.ts'
import { hashOf } from '../../http/principal.ts'
import type { Principal } from '../../http/principal.ts'

type Refusal = 'TOKEN_UNKNOWN' | 'SESSION_EXPIRED' | 'DEVICE_REVOKED'

const text = z.string()
/** What `app_authenticate` answers. Roles were written by this server, from the closed list. */
const foundSchema = z.object({
  tenant: text,
  kind: z.enum(['device', 'session', 'service', 'enrolment', 'fleet']),
  label: text,
  device: z.nullable(text),
  revoked: z.boolean(),
  expiresAt: z.nullable(z.number()),
  person: z.nullable(
    z.object({ id: text, name: text, email: text, roles: z.array(z.enum(roles)), groups: z.array(text) }),
  ),
})

/** The credential is found by its hash alone; row-level security then opens the tenant it belongs to. */
export async function findCredential(store: Store, hash: string): Promise<Principal | Refusal> {
  const asked = await store.single<{ found: unknown; now: Date }>(
    { credential: hash },
    sql`app_authenticate(${hash}) as found`,
  )
  const found = z.nullable(foundSchema).parse(asked?.found ?? null)
  if (asked === undefined || found === null) return 'TOKEN_UNKNOWN'
  const { tenant, kind, label, device, person } = found
  // Those enrol, and open nothing by themselves.
  if (kind === 'enrolment' || kind === 'fleet') return 'TOKEN_UNKNOWN'
  const { now } = asked
  if (found.revoked) return kind === 'device' ? 'DEVICE_REVOKED' : 'TOKEN_UNKNOWN'
  const expiresAt = found.expiresAt === null ? null : new Date(found.expiresAt)
  if (expiresAt !== null && expiresAt <= now) return 'SESSION_EXPIRED'
  if (kind === 'service') return { kind, tenant, hash, label }
  if (person === null) return 'TOKEN_UNKNOWN'
  if (kind === 'device')
    return device === null ? 'TOKEN_UNKNOWN' : { kind, tenant, hash, device, expiresAt, person }
  return { kind, tenant, hash, expiresAt: expiresAt ?? now, person }
}

type NewCredential = Pick<Tables['credentials'], 'tenant' | 'kind' | 'label' | 'created_at'> &
  Partial<Pick<Tables['credentials'], 'person' | 'device' | 'reusable' | 'expires_at' | 'key_thumbprint'>>

export async function addCredential(
  tx: Transaction<Tables>,
  secret: string,
  given: NewCredential,
): Promise<void> {
  await tx
    .insertInto('credentials')
    .values({
      person: null,
      device: null,
      reusable: false,
      expires_at: null,
      revoked_at: null,
      key_thumbprint: null,
      ...given,
      hash: hashOf(secret),
    })
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
