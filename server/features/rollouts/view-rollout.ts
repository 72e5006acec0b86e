import type { Transaction } from 'kysely'
import type { Rollout } from '../../../protocol/http/rollouts.ts'
import type { Tables } from '../../database/tables.ts'
import { readBundle } from '../policy/bundle-store.ts'
import { isWaiting, nextRingAt } from './keep-rollouts.ts'
import { measure } from './measure.ts'
import { lastRollout, openRollout, ringsOf } from './rollout-store.ts'

/** The one under way, or the last one as it stands now. */
export async function viewRollout(tx: Transaction<Tables>, tenant: string): Promise<Rollout | null> {
  const row = (await openRollout(tx, tenant)) ?? (await lastRollout(tx, tenant))
  if (row === undefined) return null
  const measured = await measure(tx, row)
  const bundle = await readBundle(tx, tenant, row.version)
  const people = await tx.selectFrom('persons').select(['id', 'name']).where('tenant', '=', tenant).execute()
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const named = (id: string | null) => (id === null ? null : { id, name: names.get(id) ?? '' })
  const empty = { devices: 0, current: 0, decisions: 0, stopped: 0, overrides: 0, failing: 0 }
  return {
    ...{ id: row.id, state: row.state, version: row.version, others: row.others },
    digest: bundle?.digest ?? '',
    ...{ startedBy: named(row.started_by), startedAt: row.started_at.toISOString(), hours: row.plan.hours },
    ring: row.ring,
    rings: ringsOf(row.plan).map((ring, index) => ({ ...ring, ...(measured.rings[index] ?? empty) })),
    rest: measured.rest,
    nextAt: nextRingAt(row)?.toISOString() ?? null,
    isWaiting: isWaiting(row, measured),
    halt:
      row.halted_at === null
        ? null
        : {
            ...{ at: row.halted_at.toISOString(), by: named(row.halted_by) },
            ...{ reason: row.halt_reason, cause: row.cause },
          },
    accepted: [...row.accepted],
    ...{ closedAt: row.closed_at?.toISOString() ?? null, closedBy: named(row.closed_by) },
    closedVersion: row.closed_version,
  }
}
