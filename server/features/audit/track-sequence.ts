import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Change } from '../../database/change.ts'
import type { Tables } from '../../database/tables.ts'
import type { DevicePrincipal } from '../../http/principal.ts'
import { recordServerEvent } from './record-server-event.ts'

interface Arrived {
  readonly sequences: readonly number[]
  readonly bundleVersion: number | null
}

/**
 * Moves the device's mark past everything stored without a hole and answers it. A number that comes a second time under
 * another id means that two copies of one device are at work (a copied or restored profile): both events are kept.
 */
export async function trackSequence(
  change: Change,
  from: DevicePrincipal,
  arrived: Arrived,
): Promise<number> {
  const { tx, now } = change
  const { sequences } = arrived
  const device = await tx
    .selectFrom('devices')
    .select(['contiguous_to', 'highest_sequence'])
    .where('tenant', '=', from.tenant)
    .where('id', '=', from.device)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (sequences.length === 0) return device.contiguous_to
  const forked = await repeatedSequences(tx, from, sequences)
  if (forked.length > 0)
    await recordServerEvent(change, {
      ...{ tenant: from.tenant, type: 'device.forked', person: from.person.id },
      detail: { device: from.device, sequences: forked },
    })
  const contiguousTo = await contiguousAfter(tx, from, device.contiguous_to)
  await tx
    .updateTable('devices')
    .set({
      contiguous_to: contiguousTo,
      highest_sequence: Math.max(device.highest_sequence, ...sequences),
      last_seen_at: now,
    })
    .$if(arrived.bundleVersion !== null, (query) => query.set({ bundle_version: arrived.bundleVersion }))
    .where('tenant', '=', from.tenant)
    .where('id', '=', from.device)
    .execute()
  return contiguousTo
}

/** A hole right after the mark answers without a look at everything that waits behind it. */
async function contiguousAfter(
  tx: Transaction<Tables>,
  from: DevicePrincipal,
  mark: number,
): Promise<number> {
  const found = await sql<{ last: number }>`
    select case when not exists (
        select 1 from audit_events where tenant = ${from.tenant} and device = ${from.device} and sequence = ${mark + 1}::bigint
      ) then ${mark}::bigint else (
        select max(sequence) from (
          select sequence, sequence - row_number() over (order by sequence) as shift
          from (select distinct sequence from audit_events
            where tenant = ${from.tenant} and device = ${from.device} and sequence > ${mark}::bigint) as ahead
        ) as numbered where shift = ${mark}::bigint
      ) end as last`.execute(tx)
  return found.rows[0]?.last ?? mark
}

async function repeatedSequences(
  tx: Transaction<Tables>,
  from: DevicePrincipal,
  sequences: readonly number[],
): Promise<number[]> {
  const rows = await tx
    .selectFrom('audit_events')
    .select('sequence')
    .where('tenant', '=', from.tenant)
    .where('device', '=', from.device)
    .where('sequence', 'in', [...new Set(sequences)])
    .groupBy('sequence')
    .having((having) => having.fn.countAll(), '>', 1)
    .orderBy('sequence')
    .execute()
  return rows.flatMap((row) => row.sequence ?? [])
}
