import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import { actionAllowedSchema } from '../../../protocol/audit/action-allowed.ts'
import { actionReleasedSchema } from '../../../protocol/audit/action-released.ts'
import { auditEventSchema } from '../../../protocol/audit/event.ts'
import type { AuditEvent } from '../../../protocol/audit/event.ts'
import { overrideGivenSchema } from '../../../protocol/audit/override-given.ts'
import type { DescribedAction } from '../../../protocol/audit/parts.ts'
import type { Lesson } from '../../../protocol/http/lessons.ts'
import type { Tables } from '../../database/tables.ts'
import type { DevicePrincipal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import type { Readable } from '../audit/read-event.ts'
import { listExplanations } from '../explanations/explanation-store.ts'

const site = 'practice'
const telling = new Set(['action.allowed', 'action.released', 'override.given', 'hold.escalated'])

/**
 * A lesson is learnt when the rep's own browser recorded that it was done in the practice CRM; nothing a page says about
 * itself counts. Events that come again find the lesson recorded, so a cut between the two is made good by the next try.
 */
export async function recogniseLessons(
  parts: Parts,
  from: DevicePrincipal,
  read: readonly Readable[],
): Promise<void> {
  const told = read.filter(({ type, raw }) => telling.has(type) && raw.includes(`"site":"${site}"`))
  if (told.length === 0) return
  const { tenant, person } = from
  await parts.store.transact({ tenant }, async (tx, now) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${tenant} lessons ${person.id}`}, 0))`.execute(
      tx,
    )
    const known = new Set(await lessonsOf(tx, tenant, person.id))
    for (const { raw } of told) {
      const event = auditEventSchema.safeParse(JSON.parse(raw))
      const lesson = event.success ? await lessonOf(tx, tenant, event.data) : null
      if (!event.success || lesson === null || known.has(lesson)) continue
      known.add(lesson)
      await recordServerEvent(
        { tx, now, newId: parts.newId },
        {
          ...{ tenant, type: 'lesson.completed', person: person.id, subject: { site } },
          detail: { lesson, event: event.data.id, device: from.device },
        },
      )
    }
  })
}

async function lessonsOf(tx: Transaction<Tables>, tenant: string, person: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('audit_events')
    .select(sql<string>`body -> 'detail' ->> 'lesson'`.as('lesson'))
    .where('tenant', '=', tenant)
    .where('type', '=', 'lesson.completed')
    .where('person', '=', person)
    .execute()
  return rows.map(({ lesson }) => lesson)
}

async function lessonOf(
  tx: Transaction<Tables>,
  tenant: string,
  { type, subject, detail }: AuditEvent,
): Promise<Lesson | null> {
  if (subject.site !== site) return null
  switch (type) {
    case 'hold.escalated':
      return 'escalate'
    case 'override.given':
      return overrideGivenSchema.safeParse(detail).data?.explanation ? 'override-suggestion' : null
    case 'action.allowed':
    case 'action.released': {
      const done = (type === 'action.allowed' ? actionAllowedSchema : actionReleasedSchema).safeParse(detail)
      const isFollowed = done.success && (await followsSuggestion(tx, tenant, subject, done.data.action))
      return isFollowed ? 'use-suggestion' : null
    }
    default:
      return null
  }
}

/** The rep set a field to what the newest suggestion for this record says, and to nothing else it speaks of. */
async function followsSuggestion(
  tx: Transaction<Tables>,
  tenant: string,
  { account, operation, record }: AuditEvent['subject'],
  { fields }: DescribedAction,
): Promise<boolean> {
  const [recordId, ...others] = record?.ids ?? []
  if (!record || recordId === undefined || others.length > 0 || !account || !operation) return false
  const found = await listExplanations(tx, tenant, {
    ...{ site, account, operation, recordType: record.type, recordId },
  })
  const suggested = new Map(found.explanations[0]?.suggested.map(({ field, value }) => [field, value]))
  const spokenOf = fields.filter(({ name }) => suggested.has(name))
  return spokenOf.length > 0 && spokenOf.every(({ name, after }) => suggested.get(name) === after)
}
