import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Coverage, Device, FleetFlag } from '../../../protocol/http/devices.ts'
import { isInRing } from '../../../policy/trust/ring.ts'
import type { Tables } from '../../database/tables.ts'
import { hashIn, openRollout } from '../rollouts/rollout-store.ts'
import type { RolloutRow } from '../rollouts/rollout-store.ts'

const day = 86_400_000
/** A browser that is open reports every ten minutes; nights and weekends are no trouble, a day of work without it is. */
const silentAfterMs = day
/** A policy reaches every browser that is open in seconds; a laptop that was just opened gets an hour. */
const behindAfterMs = 3_600_000
const mostSkewMs = 5 * 60_000

interface Fleet {
  readonly devices: readonly Device[]
  readonly current: Coverage['current']
}

/** Every device with what it said, what was seen of it, and what of that is not as it should be. */
export async function readFleet(
  tx: Transaction<Tables>,
  tenant: string,
  now: Date,
  id?: string,
): Promise<Fleet> {
  const rows = await rowsOf(tx, tenant, id)
  const newest = await tx
    .selectFrom('bundles')
    .select(['version', 'issued_at'])
    .where('tenant', '=', tenant)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  const current = newest ? { version: newest.version, issuedAt: newest.issued_at.toISOString() } : null
  const degraded = await degradedOf(tx, tenant, now)
  const extensions = rows.filter(({ revoked_at }) => revoked_at === null).map((row) => row.extension_version)
  const newestExtension = extensions.reduce((one, other) => (isOlder(one, other) ? other : one), '')
  const rollout = await openRollout(tx, tenant)
  const devices = rows.map((row): Device => {
    const device = viewOf(row, degraded.get(row.id) ?? [])
    return {
      ...device,
      flags: flagsOf(device, { current: dueFor(row.id, current, rollout), newestExtension, now }),
    }
  })
  return { devices, current }
}

/** What this device should run, and since when: outside the rings of a rollout that is the version before. */
function dueFor(
  device: string,
  current: Coverage['current'],
  rollout: RolloutRow | undefined,
): Coverage['current'] {
  if (current === null || rollout === undefined) return current
  return isInRing(hashIn(rollout.id, device), rollout)
    ? { ...current, issuedAt: rollout.ring_at.toISOString() }
    : { ...current, version: rollout.others }
}

async function rowsOf(tx: Transaction<Tables>, tenant: string, id: string | undefined) {
  return tx
    .selectFrom('devices as device')
    .innerJoin('persons as person', (join) =>
      join.onRef('person.tenant', '=', 'device.tenant').onRef('person.id', '=', 'device.person'),
    )
    .leftJoin('bundles as bundle', (join) =>
      join.onRef('bundle.tenant', '=', 'device.tenant').onRef('bundle.version', '=', 'device.bundle_version'),
    )
    .selectAll('device')
    .select(['person.name', 'person.email', 'person.groups', 'bundle.issued_at'])
    .where('device.tenant', '=', tenant)
    .$if(id !== undefined, (query) => query.where('device.id', '=', id ?? ''))
    .orderBy('device.enrolled_at', 'desc')
    .execute()
}

type Row = Awaited<ReturnType<typeof rowsOf>>[number]
type Unflagged = Omit<Device, 'flags'>

/**
 * From the record: a broken place is reported once an hour for as long as it is met. A pack published after the policy that
 * a report was made under is its answer; what that does not mend is reported again.
 */
async function degradedOf(tx: Transaction<Tables>, tenant: string, now: Date) {
  const since = new Date(now.getTime() - day)
  const { rows } = await sql<{ device: string; site: string; surface: string }>`
    select distinct device, body->'subject'->>'site' as site, body->'subject'->>'surface' as surface
    from audit_events
    where tenant = ${tenant} and type = 'surface.degraded' and received_at > ${since} and device is not null
      and not exists (
        select 1 from pack_versions
        where pack_versions.tenant = ${tenant} and pack = audit_events.body->'subject'->>'site'
          and bundle_version > coalesce((audit_events.body->>'bundleVersion')::int, 0))
    order by site, surface`.execute(tx)
  const found = new Map<string, { site: string; surface: string }[]>()
  for (const { device, site, surface } of rows)
    found.set(device, [...(found.get(device) ?? []), { site: site ?? '', surface: surface ?? '' }])
  return found
}

function viewOf(row: Row, degraded: Device['degraded']): Unflagged {
  return {
    id: row.id,
    person: { id: row.person, name: row.name, email: row.email, groups: row.groups },
    browser: row.browser,
    extensionVersion: row.extension_version,
    enrolledAt: row.enrolled_at.toISOString(),
    byFleetToken: row.fleet_token !== null,
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    bundleVersion: row.bundle_version,
    policyIssuedAt: row.issued_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    missingHosts: row.missing_hosts,
    degraded,
    reportedAt: row.report_at?.toISOString() ?? null,
    report: row.report,
    skewMs: row.skew_ms,
  }
}

interface Measure extends Pick<Fleet, 'current'> {
  readonly newestExtension: string
  readonly now: Date
}

function flagsOf(device: Unflagged, { current, newestExtension, now }: Measure): FleetFlag[] {
  if (device.revokedAt !== null) return []
  const { report } = device
  const since = (at: string | null) => now.getTime() - (at === null ? 0 : Date.parse(at))
  const isBehind = current !== null && (device.bundleVersion ?? 0) < current.version
  const is: Record<FleetFlag, boolean> = {
    silent: since(device.lastSeenAt) > silentAfterMs,
    behind: isBehind && since(current.issuedAt) > behindAfterMs && since(device.enrolledAt) > behindAfterMs,
    outdated: isOlder(device.extensionVersion, newestExtension),
    misconfigured: report?.managed === 'misconfigured',
    unmanaged: report?.managed === 'none',
    hosts: device.missingHosts.length > 0,
    degraded: device.degraded.length > 0,
    clock: Math.abs(device.skewMs ?? 0) > mostSkewMs,
    unsent: (report?.rejected ?? 0) > 0,
    problem: (report?.problem ?? null) !== null,
  }
  return (Object.keys(is) as FleetFlag[]).filter((flag) => is[flag])
}

/** Part by part as numbers: 0.1.10 is newer than 0.1.9. */
function isOlder(one: string, other: string): boolean {
  const [left, right] = [one, other].map((version) => version.split('.').map(Number)) as [number[], number[]]
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] || 0) - (right[at] || 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
