import type { Insertable } from 'kysely'
import { canonical } from '../../../policy/canonical.ts'
import type { Json } from '../../../policy/canonical.ts'
import type { AuditEvent } from '../../../protocol/audit/event.ts'
import type { ServerAuditType, ServerDetail } from '../../../protocol/audit/server-events.ts'
import type { Change } from '../../database/change.ts'
import type { Tables } from '../../database/tables.ts'
import { hashOf } from '../../http/principal.ts'

type Subject = AuditEvent['subject']

interface ServerFact<Type extends ServerAuditType> {
  readonly tenant: string
  readonly type: Type
  readonly person: string | null
  readonly detail: ServerDetail<Type>
  readonly subject?: Partial<Subject>
  readonly bundleVersion?: number | null
}

const noSubject: Subject = {
  ...{ site: null, account: null, surface: null, operation: null, workflow: null, tier: null },
  ...{ record: null, digest: null, hold: null },
}

/** The change and its event share the caller's transaction: neither is ever there without the other. */
export async function recordServerEvent<Type extends ServerAuditType>(
  { tx, now, newId }: Change,
  fact: ServerFact<Type>,
): Promise<void> {
  await tx
    .insertInto('audit_events')
    .values(rowOf({ id: newId(), at: now.toISOString(), receivedAt: now }, fact))
    .execute()
}

/** An event without a device, as it is stored. `at` is when it happened, which is not always now. */
export function rowOf<Type extends ServerAuditType>(
  { id, at, receivedAt }: { readonly id: string; readonly at: string; readonly receivedAt: Date },
  fact: ServerFact<Type>,
): Insertable<Tables['audit_events']> {
  const subject = { ...noSubject, ...fact.subject }
  const event = {
    id,
    type: fact.type,
    device: null,
    sequence: null,
    previous: null,
    at,
    bundleVersion: fact.bundleVersion ?? null,
    subject,
    pageReported: false,
    detail: fact.detail,
  }
  const raw = canonical(event as unknown as Json)
  return {
    ...{ tenant: fact.tenant, id, device: null, person: fact.person, sequence: null },
    ...{ type: fact.type, at, received_at: receivedAt, hold: subject.hold, workflow: subject.workflow },
    ...{ digest: hashOf(raw), raw: Buffer.from(raw), body: withoutNul(raw) },
  }
}

/** JSONB cannot hold U+0000. The exact text is in `raw`; this is only what is searched. */
export function withoutNul(json: string): string {
  return json.replaceAll('\\u0000', '\\ufffd')
}
