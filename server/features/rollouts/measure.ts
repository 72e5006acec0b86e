import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import { isInRing } from '../../../policy/trust/ring.ts'
import type { RolloutMeasure, RolloutRing } from '../../../protocol/http/rollouts.ts'
import type { Tables } from '../../database/tables.ts'
import { hashIn, ringsOf } from './rollout-store.ts'
import type { RolloutRow } from './rollout-store.ts'
import type { Count } from './spike.ts'

export interface Measured {
  /** By place in the plan. */
  readonly rings: readonly RolloutRing[]
  /** Devices no ring takes in: they follow at the end. */
  readonly rest: RolloutRing
  /** What is compared: those who joined against all others. `devices` bear it, so that one person's habit is no spike. */
  readonly compared: Readonly<Record<RolloutMeasure, { ring: Count; others: Count; devices: number }>>
}

interface DeviceRow {
  readonly id: string
  readonly version: number | null
  readonly problem: string | null
  readonly seen: boolean
}
interface Tally {
  readonly device: string
  readonly version: number
  readonly decisions: number
  readonly stopped: number
  readonly overrides: number
  readonly failures: number
}

/**
 * What the devices did since the rollout began. An event counts for the version it was decided under: a device that joined
 * later did its share on both sides. What keeps a device from taking the version at all counts for the ring it is in.
 */
export async function measure(tx: Transaction<Tables>, row: RolloutRow): Promise<Measured> {
  const { tenant, id } = row
  const since = row.started_at
  const devices = await devicesOf(tx, tenant, since)
  const isNew = await newVersions(tx, row)
  const tallies = await talliesOf(tx, tenant, since)
  const plan = ringsOf(row.plan)
  const counts = Array.from({ length: plan.length + 1 }, () => ({ ...nothing }))
  const errors = { ring: { bad: 0, of: 0 }, others: { bad: 0, of: 0 } }
  const overrides = { ring: { bad: 0, of: 0 }, others: { bad: 0, of: 0 } }
  let overriding = 0
  for (const device of devices) {
    const hash = hashIn(id, device.id)
    const place = plan.findIndex(({ share }) => isInRing(hash, { share, listed: row.listed }))
    const count = counts[place < 0 ? plan.length : place] ?? { ...nothing }
    const isIn = isInRing(hash, row)
    const own = tallies.get(device.id) ?? []
    let isFailing = (device.problem ?? '').startsWith('POLICY_')
    for (const { version, ...tally } of own) {
      const side = isNew.has(version) ? overrides.ring : overrides.others
      side.bad += Math.min(tally.overrides, tally.decisions)
      side.of += tally.decisions
      if (isNew.has(version) && tally.overrides > 0) overriding += 1
      if (isNew.has(version) === isIn) {
        count.decisions += tally.decisions
        count.stopped += tally.stopped
        count.overrides += tally.overrides
      }
      if (tally.failures > 0 && (isIn || !isNew.has(version))) isFailing = true
    }
    count.devices += 1
    if (device.version !== null && isNew.has(device.version) === isIn) count.current += 1
    if (isFailing) count.failing += 1
    if (!device.seen) continue
    const arm = isIn ? errors.ring : errors.others
    arm.of += 1
    if (isFailing) arm.bad += 1
  }
  const rest = counts.pop() ?? { ...nothing }
  return {
    ...{ rings: counts, rest },
    compared: {
      errors: { ...errors, devices: errors.ring.bad },
      overrides: { ...overrides, devices: overriding },
    },
  }
}

const nothing = { devices: 0, current: 0, decisions: 0, stopped: 0, overrides: 0, failing: 0 }

async function devicesOf(
  tx: Transaction<Tables>,
  tenant: string,
  since: Date,
): Promise<readonly DeviceRow[]> {
  const rows = await tx
    .selectFrom('devices')
    .select(['id', 'bundle_version', 'report', 'last_seen_at'])
    .where('tenant', '=', tenant)
    .where('revoked_at', 'is', null)
    .execute()
  return rows.map(({ id, bundle_version, report, last_seen_at }) => ({
    ...{ id, version: bundle_version, problem: report?.problem ?? null },
    seen: last_seen_at !== null && last_seen_at >= since,
  }))
}

/** The published version and those that only issue it again. */
async function newVersions(tx: Transaction<Tables>, { tenant, version }: RolloutRow) {
  const rows = await tx
    .selectFrom('bundles')
    .select('version')
    .where('tenant', '=', tenant)
    .where((where) => where.or([where('version', '=', version), where('renews', '=', version)]))
    .execute()
  return new Set(rows.map((row) => row.version))
}

async function talliesOf(tx: Transaction<Tables>, tenant: string, since: Date) {
  const { rows } = await sql<Tally>`
    select device, coalesce((body ->> 'bundleVersion')::bigint, 0)::float as version,
      count(*) filter (where type in ('action.allowed', 'action.held', 'action.refused'))::int as decisions,
      count(*) filter (where type in ('action.held', 'action.refused'))::int as stopped,
      count(*) filter (where type in ('override.given', 'detection.disputed', 'hold.escalated'))::int as overrides,
      count(*) filter (where type in ('policy.rejected', 'policy.equivocation', 'policy.rollback-rejected',
          'policy.tampered', 'pack.rejected')
        or (type in ('action.held', 'action.refused')
          and body -> 'detail' -> 'decision' -> 'reasons' @> '[{"code": "POLICY_UNAVAILABLE"}]'))::int as failures
    from audit_events
    where tenant = ${tenant} and received_at >= ${since} and device is not null
      and type in ('action.allowed', 'action.held', 'action.refused', 'override.given', 'detection.disputed',
        'hold.escalated', 'policy.rejected', 'policy.equivocation', 'policy.rollback-rejected', 'policy.tampered',
        'pack.rejected')
    group by 1, 2`.execute(tx)
  const found = new Map<string, Tally[]>()
  for (const row of rows) found.set(row.device, [...(found.get(row.device) ?? []), row])
  return found
}
