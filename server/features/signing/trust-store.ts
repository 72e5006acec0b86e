import type { Transaction } from 'kysely'
import { parseBounded } from '../../../policy/bounded-json.ts'
import { rootSchema } from '../../../policy/trust/documents.ts'
import type { Root } from '../../../policy/trust/documents.ts'
import { envelopeSchema } from '../../../policy/trust/envelope.ts'
import type { Envelope } from '../../../policy/trust/envelope.ts'
import type { Tables } from '../../database/tables.ts'

type Tx = Transaction<Tables>

export async function rootsAbove(tx: Tx, tenant: string, version: number, limit = 20) {
  return tx
    .selectFrom('trust_roots')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('version', '>', version)
    .orderBy('version')
    .limit(limit)
    .execute()
}

/** The root in force; undefined before the tenant has one. */
export async function currentRoot(tx: Tx, tenant: string): Promise<Root | undefined> {
  const row = await tx
    .selectFrom('trust_roots')
    .select('envelope')
    .where('tenant', '=', tenant)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && rootSchema.parse(parseBounded(storedEnvelope(row.envelope).payload, 6))
}

export async function readTimestamp(tx: Tx, tenant: string) {
  return tx.selectFrom('trust_timestamps').selectAll().where('tenant', '=', tenant).executeTakeFirst()
}

/** Only what this server signed is ever stored. */
export function storedEnvelope(text: string): Envelope {
  return envelopeSchema.parse(JSON.parse(text))
}

/** What a person hands over with an enrolment code: the first 128 bits of the digest of the root in force. */
export async function rootFingerprint(tx: Tx, tenant: string): Promise<string> {
  const row = await tx
    .selectFrom('trust_roots')
    .select('digest')
    .where('tenant', '=', tenant)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return row.digest.slice(0, 32)
}
