import { canonical } from '../../../policy/canonical.ts'
import type { Json } from '../../../policy/canonical.ts'
import type { AuditEvent } from '../../../protocol/audit/event.ts'
import type { ServerAuditType, ServerDetail } from '../../../protocol/audit/server-events.ts'
import type { Change } from '../../database/change.ts'
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
  const subject = { ...noSubject, ...fact.subject }
  const event = {
    id: newId(),
    type: fact.type,
    device: null,
    sequence: null,
    previous: null,
    at: now.toISOString(),
    bundleVersion: fact.bundleVersion ?? null,
    subject,
    pageReported: false,
    detail: fact.detail,
  }
  const raw = canonical(event as unknown as Json)
  await tx
    .insertInto('audit_events')
    .values({
      ...{ tenant: fact.tenant, id: event.id, device: null, person: fact.person, sequence: null },
      ...{ type: fact.type, at: event.at, received_at: now, hold: subject.hold, workflow: subject.workflow },
      ...{ digest: hashOf(raw), raw: Buffer.from(raw), body: withoutNul(raw) },
    })
    .execute()
}

/** JSONB cannot hold U+0000. The exact text is in `raw`; this is only what is searched. */
export function withoutNul(json: string): string {
  return json.replaceAll('\\u0000', '\\ufffd')
}
