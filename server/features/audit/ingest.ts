import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Change } from '../../database/change.ts'
import type { Tables } from '../../database/tables.ts'
import type { DevicePrincipal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { append, columnsOf } from './append-events.ts'
import { followUp } from './follow-up.ts'
import { readEvent } from './read-event.ts'
import type { Readable, Receipt } from './read-event.ts'
import { recordServerEvent } from './record-server-event.ts'
import { trackSequence } from './track-sequence.ts'

export interface Ingested {
  readonly receipts: readonly Receipt[]
  readonly contiguousTo: number
}

/** Stores what can be stored, item by item: one that cannot be read never holds up the rest (outbox 4). */
export async function ingest(
  parts: Parts,
  from: DevicePrincipal,
  items: readonly unknown[],
): Promise<Ingested> {
  const read = items.map((item) => readEvent(item, from.device))
  const contiguousTo = await append(parts.store, from, read)
  const ingested: Ingested =
    contiguousTo === null
      ? await store(parts, from, read)
      : { receipts: read.map(({ id }) => ({ id, outcome: 'accepted', reason: null })), contiguousTo }
  await followUp(
    parts,
    from,
    read.filter((one) => 'raw' in one),
  )
  return ingested
}

/** Whatever else can arrive: things unreadable, seen before, out of order, contradictory. */
async function store(
  parts: Parts,
  from: DevicePrincipal,
  read: readonly (Readable | Receipt)[],
): Promise<Ingested> {
  const readable = firstOfEach(read.filter((one) => 'raw' in one))
  const firsts = new Set<unknown>(readable)
  return parts.store.transact({ tenant: from.tenant }, async (tx, now) => {
    const change = { tx, now, newId: parts.newId }
    const known = new Map(readable.map((one) => [one.key, one.digest]))
    const accepted = await insert(tx, from, now, readable)
    if (accepted.size < readable.length)
      await readDigests(
        tx,
        from,
        readable.filter((one) => !accepted.has(one.key)),
        known,
      )
    const receipts: Receipt[] = []
    for (const one of read) {
      const receipt = 'raw' in one ? receiptFor(one, known, firsts.has(one) && accepted.has(one.key)) : one
      if (receipt.reason === 'EQUIVOCATION' && 'raw' in one)
        await recordEquivocation(change, from, one, known)
      receipts.push(receipt)
    }
    const sequences = readable.filter((one) => accepted.has(one.key)).map((one) => one.sequence)
    const contiguousTo = await trackSequence(change, from, {
      sequences,
      bundleVersion: readable.at(-1)?.bundleVersion ?? null,
    })
    return { receipts, contiguousTo }
  })
}

async function insert(
  tx: Transaction<Tables>,
  from: DevicePrincipal,
  now: Date,
  events: readonly Readable[],
): Promise<ReadonlySet<string>> {
  if (events.length === 0) return new Set()
  const column = columnsOf(events)
  const inserted = await sql<{ id: string }>`
    insert into audit_events
      (tenant, id, device, person, sequence, type, at, received_at, hold, workflow, digest, raw, body)
    select ${from.tenant}, id, ${from.device}::uuid, ${from.person.id}::uuid, sequence, type, at, ${now}::timestamptz,
      hold, workflow, digest, convert_to(raw, 'UTF8'), replace(raw, '\\u0000', '\\ufffd')::jsonb
    from unnest(${column('key')}::uuid[], ${column('sequence')}::bigint[], ${column('type')}::text[],
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
  known: Map<string, string>,
): Promise<void> {
  const rows = await tx
    .selectFrom('audit_events')
    .select(['id', 'digest'])
    .where('tenant', '=', from.tenant)
    .where('device', '=', from.device)
    .where('id', 'in', columnsOf(events)('key'))
    .execute()
  for (const row of rows) known.set(row.id, row.digest)
}

function receiptFor(one: Readable, known: ReadonlyMap<string, string>, isNew: boolean): Receipt {
  if (known.get(one.key) !== one.digest) return { id: one.id, outcome: 'rejected', reason: 'EQUIVOCATION' }
  return { id: one.id, outcome: isNew ? 'accepted' : 'duplicate', reason: null }
}

async function recordEquivocation(
  change: Change,
  from: DevicePrincipal,
  one: Readable,
  known: ReadonlyMap<string, string>,
): Promise<void> {
  await recordServerEvent(change, {
    ...{ tenant: from.tenant, type: 'event.equivocated', person: from.person.id },
    detail: { device: from.device, event: one.id, stored: known.get(one.key) ?? '', given: one.digest },
  })
}

/** The same id twice in one batch: the first counts, the second is answered like any repetition. */
function firstOfEach(events: readonly Readable[]): readonly Readable[] {
  const firsts = new Map<string, Readable>()
  for (const event of events) if (!firsts.has(event.key)) firsts.set(event.key, event)
  return [...firsts.values()]
}
