import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import { canonical } from '../../../policy/canonical.ts'
import type { Json } from '../../../policy/canonical.ts'
import { auditEventSchema } from '../../../protocol/audit/event.ts'
import { auditDetailSchemas, isAuditType } from '../../../protocol/audit/registry.ts'
import { isServerAuditType } from '../../../protocol/audit/server-events.ts'
import type { Tables } from '../../database/tables.ts'
import type { DevicePrincipal } from '../../http/principal.ts'
import { hashOf } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from './record-server-event.ts'
import { trackSequence } from './track-sequence.ts'

type Receipt = { id: string; outcome: 'accepted' | 'duplicate' | 'rejected'; reason: string | null }
interface Readable {
  /** As sent; `id` is the form the database compares. */
  readonly given: string
  readonly id: string
  readonly sequence: number
  readonly type: string
  readonly at: string
  readonly hold: string | null
  readonly workflow: string | null
  readonly bundleVersion: number | null
  readonly raw: string
  readonly digest: string
}
export interface Ingested {
  readonly receipts: readonly Receipt[]
  readonly contiguousTo: number
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Stores what can be stored, item by item: one that cannot be read never holds up the rest (outbox 4). */
export async function ingest(parts: Parts, from: DevicePrincipal, items: readonly unknown[]): Promise<Ingested> {
  const read = items.map((item) => readEvent(item, from.device))
  const readable = firstOfEach(read.filter((one) => 'raw' in one))
  const firsts = new Set<unknown>(readable)
  return parts.store.transact({ tenant: from.tenant }, async (tx, now) => {
    const accepted = await insert(tx, from, now, readable)
    const known = new Map(readable.map((one) => [one.id, one.digest]))
    if (accepted.size < readable.length) await readDigests(tx, from, readable, accepted, known)
    const receipts: Receipt[] = []
    for (const one of read) {
      const receipt = receiptFor(one, known, firsts.has(one) && accepted.has(one.id))
      if (receipt.reason === 'EQUIVOCATION' && 'raw' in one) await recordEquivocation(tx, parts, from, now, one, known)
      receipts.push(receipt)
    }
    const sequences = readable.filter((one) => accepted.has(one.id)).map((one) => one.sequence)
    const contiguousTo = await trackSequence(tx, parts, from, now, {
      sequences,
      bundleVersion: readable.at(-1)?.bundleVersion ?? null,
    })
    return { receipts, contiguousTo }
  })
}

function readEvent(item: unknown, device: string): Readable | Receipt {
  const parsed = auditEventSchema.safeParse(item)
  if (!parsed.success) return { id: idOf(item), outcome: 'rejected', reason: 'EVENT_INVALID' }
  const event = parsed.data
  const reject = (reason: string): Receipt => ({ id: event.id, outcome: 'rejected', reason })
  if (event.device !== device) return reject('DEVICE_MISMATCH')
  if (isServerAuditType(event.type)) return reject('TYPE_RESERVED')
  if (Number.isNaN(Date.parse(event.at))) return reject('EVENT_INVALID')
  // A type of a newer extension is kept: evidence is worth more than a schema this server does not have yet.
  if (isAuditType(event.type) && !auditDetailSchemas[event.type].safeParse(event.detail).success)
    return reject('DETAIL_INVALID')
  const raw = canonical(event as unknown as Json)
  return {
    ...{ given: event.id, id: event.id.toLowerCase(), sequence: event.sequence, type: event.type, at: event.at, raw },
    ...{ digest: hashOf(raw), hold: event.subject.hold, workflow: event.subject.workflow, bundleVersion: event.bundleVersion },
  }
}

/** One statement for the whole batch, whatever its size. */
async function insert(
  tx: Transaction<Tables>,
  from: DevicePrincipal,
  now: Date,
  events: readonly Readable[],
): Promise<ReadonlySet<string>> {
  if (events.length === 0) return new Set()
  const column = <Key extends keyof Readable>(key: Key) => events.map((event) => event[key])
  const inserted = await sql<{ id: string }>`
    insert into audit_events
      (tenant, id, device, person, sequence, type, at, received_at, hold, workflow, digest, raw, body)
    select ${from.tenant}, id, ${from.device}::uuid, ${from.person.id}::uuid, sequence, type, at, ${now}::timestamptz,
      hold, workflow, digest, convert_to(raw, 'UTF8'), replace(raw, '\\u0000', '\\ufffd')::jsonb
    from unnest(${column('id')}::uuid[], ${column('sequence')}::bigint[], ${column('type')}::text[],
      ${column('at')}::text[], ${column('hold')}::text[], ${column('workflow')}::text[], ${column('digest')}::text[],
      ${column('raw')}::text[]) as given (id, sequence, type, at, hold, workflow, digest, raw)
    on conflict (tenant, device, id) do nothing
    returning id`.execute(tx)
  return new Set(inserted.rows.map((row) => row.id))
}

/** What is stored already counts, not what came again. */
async function readDigests(
  tx: Transaction<Tables>,
  from: DevicePrincipal,
  events: readonly Readable[],
  accepted: ReadonlySet<string>,
  known: Map<string, string>,
): Promise<void> {
  const ids = events.map((event) => event.id).filter((id) => !accepted.has(id))
  const rows = await tx
    .selectFrom('audit_events')
    .select(['id', 'digest'])
    .where('tenant', '=', from.tenant)
    .where('device', '=', from.device)
    .where('id', 'in', ids)
    .execute()
  for (const row of rows) known.set(row.id, row.digest)
}

function receiptFor(one: Readable | Receipt, known: ReadonlyMap<string, string>, isNew: boolean): Receipt {
  if (!('raw' in one)) return one
  if (known.get(one.id) !== one.digest) return { id: one.given, outcome: 'rejected', reason: 'EQUIVOCATION' }
  return { id: one.given, outcome: isNew ? 'accepted' : 'duplicate', reason: null }
}

async function recordEquivocation(
  tx: Transaction<Tables>,
  parts: Parts,
  from: DevicePrincipal,
  now: Date,
  one: Readable,
  known: ReadonlyMap<string, string>,
): Promise<void> {
  await recordServerEvent(tx, parts, {
    ...{ tenant: from.tenant, now, type: 'event.equivocated', person: from.person.id },
    detail: { device: from.device, event: one.id, stored: known.get(one.id) ?? '', given: one.digest },
  })
}

/** The same id twice in one batch: the first counts, the second is answered like any repetition. */
function firstOfEach(events: readonly Readable[]): readonly Readable[] {
  const firsts = new Map<string, Readable>()
  for (const event of events) if (!firsts.has(event.id)) firsts.set(event.id, event)
  return [...firsts.values()]
}

function idOf(item: unknown): string {
  const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : ''
  return typeof id === 'string' && uuid.test(id.toLowerCase()) ? id : ''
}
