import { canonical } from '../../../policy/canonical.ts'
import type { Json } from '../../../policy/canonical.ts'
import type { Kill, SigningRole } from '../../../policy/trust/documents.ts'
import { envelopeSchema } from '../../../policy/trust/envelope.ts'
import type { Envelope } from '../../../policy/trust/envelope.ts'
import type { Change } from '../../database/change.ts'
import { announce } from '../../database/store.ts'
import { renewTimestamp } from '../signing/renew-timestamp.ts'
import { signDocument } from '../signing/sign-document.ts'
import type { Signing } from '../signing/sign-document.ts'
import { killNotice } from '../stream/notice.ts'
import { killsInForce, readKillDocument } from './kill-store.ts'
import type { KillDocumentRow } from './kill-store.ts'

/**
 * Makes the next kill document from what is stopped now, and tells every stream in the same moment. Call it inside the
 * lock. Taking something out needs the signature of `restart` beside that of `stop`.
 */
export async function issueKill(
  change: Change,
  parts: Signing,
  given: { readonly tenant: string; readonly stops: boolean },
): Promise<number> {
  const { tx, now } = change
  const { tenant, stops } = given
  const before = await readKillDocument(tx, tenant, 'current')
  const rows = await killsInForce(tx, tenant)
  const document: Kill = {
    format: 1,
    ...{
      tenant,
      environment: parts.environment,
      epoch: (before?.epoch ?? -1) + 1,
      issuedAt: now.toISOString(),
    },
    killed: rows.map(({ scope, reason, stopped_at }) => ({ scope, reason, since: stopped_at.toISOString() })),
  }
  const payload = canonical(document as unknown as Json)
  const roles: SigningRole[] = stops ? ['stop'] : ['stop', 'restart']
  const envelope = await signDocument(tx, parts, { tenant, kind: 'kill', roles, payload })
  const { epoch } = document
  await tx
    .insertInto('kill_documents')
    .values({ tenant, epoch, payload, envelope: JSON.stringify(envelope), stops, issued_at: now })
    .execute()
  await renewTimestamp(change, parts, tenant)
  await announce(tx, killNotice(tenant, epoch, envelope))
  return epoch
}

/** Only what was signed here is stored, so it parses. */
export function killEnvelopeOf(row: KillDocumentRow): Envelope {
  return envelopeSchema.parse(JSON.parse(row.envelope))
}
