import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { KillState } from '../../../protocol/http/trust.ts'
import type { SitePack } from '../../../protocol/site-pack.ts'
import type { Tables } from '../../database/tables.ts'
import { readKillDocument } from './kill-store.ts'

/** Shown at once; figures count all devices. */
const mostDevices = 500

/** What is stopped, who asked to restart it, and how fast the latest stop reached every device (F56). */
export async function killState(
  tx: Transaction<Tables>,
  tenant: string,
  packs: readonly SitePack[],
): Promise<KillState> {
  const document = await readKillDocument(tx, tenant, 'current')
  const killed = await tx
    .selectFrom('kill_orders as kill')
    .innerJoin('persons as person', (join) =>
      join.onRef('person.tenant', '=', 'kill.tenant').onRef('person.id', '=', 'kill.stopped_by'),
    )
    .select(['kill.scope', 'kill.reason', 'kill.stopped_at', 'person.id', 'person.name'])
    .where('kill.tenant', '=', tenant)
    .where('kill.restarted_at', 'is', null)
    .orderBy('kill.stopped_at', 'desc')
    .execute()
  const restarts = await tx
    .selectFrom('kill_restarts as restart')
    .innerJoin('kill_orders as kill', (join) =>
      join.onRef('kill.tenant', '=', 'restart.tenant').onRef('kill.id', '=', 'restart.kill'),
    )
    .innerJoin('persons as person', (join) =>
      join.onRef('person.tenant', '=', 'restart.tenant').onRef('person.id', '=', 'restart.requested_by'),
    )
    .select(['restart.id', 'kill.scope', 'restart.reason', 'restart.requested_at'])
    .select(['person.id as requester', 'person.name'])
    .where('restart.tenant', '=', tenant)
    .where('restart.closed_at', 'is', null)
    .orderBy('restart.requested_at')
    .execute()
  return {
    epoch: document?.epoch ?? 0,
    killed: killed.map(({ scope, reason, stopped_at, id, name }) => ({
      ...{ scope, reason, since: stopped_at.toISOString(), by: { id, name } },
    })),
    restarts: restarts.map(({ id, scope, reason, requested_at, requester, name }) => ({
      ...{ id, scope, reason, requestedBy: { id: requester, name }, requestedAt: requested_at.toISOString() },
    })),
    ...(await latestStop(tx, tenant)),
    integrations: packs.map(({ id, name, surfaces }) => ({
      ...{ id, name, recordTypes: [...new Set(surfaces.flatMap(({ record }) => record?.type ?? []))] },
    })),
  }
}

interface Timed {
  readonly device: string
  readonly person: string
  readonly name: string
  readonly browser: string
  readonly last_seen_at: Date | null
  readonly ms: number | null
  readonly heard_ms: number | null
  readonly devices: number
  readonly stopped: number
  readonly p50: number | null
  readonly p99: number | null
}

/**
 * The figures are made once: a planner that has not counted the devices would make them anew for each.
 * A device has stopped as soon as it obeys this document or any later one. It says how long it had obeyed when it said so:
 * a length on its own clock, taken off the time of arrival on ours, so that no clock that is wrong makes a stop too short.
 */
async function latestStop(
  tx: Transaction<Tables>,
  tenant: string,
): Promise<Pick<KillState, 'latest' | 'stops'>> {
  const stop = await tx
    .selectFrom('kill_documents')
    .select(['epoch', 'issued_at'])
    .where('tenant', '=', tenant)
    .where('stops', '=', true)
    .orderBy('epoch', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (stop === undefined) return { latest: null, stops: [] }
  const { epoch, issued_at: at } = stop
  const { rows } = await sql<Timed>`
    with timed as (
      select device.id as device, device.person, device.browser, device.last_seen_at,
        (extract(epoch from report.applied - ${at}) * 1000)::double precision as ms,
        (extract(epoch from report.heard - ${at}) * 1000)::double precision as heard_ms
      from devices device cross join lateral (
        select min(coalesce(report.applied_at, report.at)) as applied, min(report.at) as heard
        from kill_reports report
        where report.tenant = device.tenant and report.device = device.id and report.epoch >= ${epoch}
      ) report
      where device.tenant = ${tenant} and (device.revoked_at is null or device.revoked_at > ${at})
        and device.enrolled_at <= ${at}
    ), figures as materialized (
      select count(*) as devices, count(ms) as stopped,
        percentile_cont(0.5) within group (order by ms) as p50,
        percentile_cont(0.99) within group (order by ms) as p99 from timed
    )
    select timed.*, figures.*, persons.name
    from timed cross join figures join persons on persons.tenant = ${tenant} and persons.id = timed.person
    order by timed.ms desc nulls first, timed.last_seen_at desc limit ${mostDevices}`.execute(tx)
  const [first] = rows
  return {
    latest: {
      ...{ epoch, at: at.toISOString(), devices: first?.devices ?? 0, stopped: first?.stopped ?? 0 },
      ...{ p50: whole(first?.p50), p99: whole(first?.p99) },
    },
    stops: rows.map(({ device, person, name, browser, last_seen_at, ms, heard_ms }) => ({
      ...{ device, person: { id: person, name }, browser, epoch, ms: whole(ms), heardMs: whole(heard_ms) },
      lastSeenAt: last_seen_at?.toISOString() ?? null,
    })),
  }
}

function whole(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : Math.max(0, Math.round(ms))
}
