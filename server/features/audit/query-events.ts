import { sql } from 'kysely'
import { z } from '../../../policy/zod.ts'
import { recordedEventSchema } from '../../../protocol/http/audit.ts'
import type { AuditQuery, RecordedEvent } from '../../../protocol/http/audit.ts'
import type { Store } from '../../database/store.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import { readCursor, writeCursor } from '../../http/cursor.ts'

const cursorSchema = z.object({ position: z.int() })
type Found =
  | { readonly ok: true; readonly items: RecordedEvent[]; readonly next: string | null }
  | { readonly ok: false; readonly reason: 'CURSOR_INVALID' | 'QUERY_TIME' }

/** Newest first by order of arrival. A rep sees only their own events. */
export async function queryEvents(store: Store, asking: PersonPrincipal, query: AuditQuery): Promise<Found> {
  const cursor =
    query.cursor === undefined
      ? { position: Number.MAX_SAFE_INTEGER }
      : readCursor(query.cursor, cursorSchema)
  if (cursor === null) return { ok: false, reason: 'CURSOR_INVALID' }
  const [from, to] = [timeOf(query.from), timeOf(query.to)]
  if (from === null || to === null) return { ok: false, reason: 'QUERY_TIME' }
  const limit = query.limit ?? 50
  const seesAll = asking.person.roles.some((role) => role === 'admin' || role === 'approver')
  return store.transact({ tenant: asking.tenant }, async (tx) => {
    let rows = tx
      .selectFrom('audit_events as event')
      .leftJoin('persons as person', (join) =>
        join.onRef('person.tenant', '=', 'event.tenant').onRef('person.id', '=', 'event.person'),
      )
      .select(['event.position', 'event.id', 'event.type', 'event.at', 'event.received_at', 'event.device'])
      .select([
        'event.sequence',
        'event.digest',
        'event.raw',
        'person.id as personId',
        'person.name',
        'person.email',
      ])
      .where('event.tenant', '=', asking.tenant)
      .where('event.position', '<', cursor.position)
    if (!seesAll) rows = rows.where('event.person', '=', asking.person.id)
    if (query.type !== undefined) rows = rows.where('event.type', '=', query.type)
    if (query.hold !== undefined) rows = rows.where('event.hold', '=', query.hold)
    if (query.workflow !== undefined) rows = rows.where('event.workflow', '=', query.workflow)
    if (from !== undefined) rows = rows.where(sql<boolean>`event.at::timestamptz >= ${from}`)
    if (to !== undefined) rows = rows.where(sql<boolean>`event.at::timestamptz <= ${to}`)
    if (query.record !== undefined)
      rows = rows.where(sql<boolean>`event.body -> 'subject' -> 'record' -> 'ids' ? ${query.record}`)
    if (query.person !== undefined) {
      const like = likeOf(query.person)
      rows = rows.where(sql<boolean>`(person.email ilike ${like} or person.name ilike ${like})`)
    }
    if (query.text !== undefined)
      rows = rows.where(sql<boolean>`convert_from(event.raw, 'UTF8') ilike ${likeOf(query.text)}`)
    const found = await rows
      .orderBy('event.position', 'desc')
      .limit(limit + 1)
      .execute()
    const page = found.slice(0, limit)
    const last = page.at(-1)
    const next = found.length > limit && last !== undefined ? writeCursor({ position: last.position }) : null
    return { ok: true, items: page.map(recorded), next }
  })
}

const bodySchema = z.pick(recordedEventSchema, {
  bundleVersion: true,
  subject: true,
  pageReported: true,
  detail: true,
})

interface Row {
  id: string
  type: string
  at: string
  received_at: Date
  device: string | null
  sequence: number | null
  digest: string
  raw: Uint8Array
  personId: string | null
  name: string | null
  email: string | null
}

function recorded(row: Row): RecordedEvent {
  const canonical = Buffer.from(row.raw).toString('utf8')
  const { id, type, at, device, sequence, digest } = row
  const person =
    row.personId === null ? null : { id: row.personId, name: row.name ?? '', email: row.email ?? '' }
  const body = bodySchema.parse(JSON.parse(canonical))
  return {
    id,
    type,
    at,
    receivedAt: row.received_at.toISOString(),
    person,
    device,
    sequence,
    ...body,
    digest,
    canonical,
  }
}

/** undefined = not asked for, null = not a time. */
function timeOf(text: string | undefined): Date | null | undefined {
  if (text === undefined || text === '') return undefined
  const time = new Date(text)
  return Number.isNaN(time.getTime()) || Math.abs(time.getUTCFullYear()) > 9999 ? null : time
}

function likeOf(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
