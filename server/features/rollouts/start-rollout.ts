import { listedLength } from '../../../policy/trust/ring.ts'
import type { RolloutPlan } from '../../../protocol/http/rollouts.ts'
import type { Change } from '../../database/change.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { hashIn, openRollout, ringsOf } from './rollout-store.ts'
import type { Ring, RolloutRow } from './rollout-store.ts'

// They travel in every timestamp. Whoever wants more than this first wants a share.
const mostListed = 500

interface Starting {
  readonly tenant: string
  readonly by: string | null
  readonly plan: RolloutPlan
  readonly version: number
  readonly others: number
}

/** In the transaction of the publication, before its timestamp is signed. */
export async function startRollout(
  change: Change,
  { tenant, by, plan, version, others }: Starting,
): Promise<void> {
  const { tx, now, newId } = change
  const id = newId()
  const [first] = ringsOf(plan)
  if (first === undefined) throw new Error('A rollout without a ring passed its schema.')
  const row: RolloutRow = {
    ...{ tenant, id, state: 'running', version, others, plan, ring: 0, share: first.share },
    ...{ listed: await listedIn(change, { tenant, id }, first), started_by: by, started_at: now },
    ...{ ring_at: now, looks: 0, halted_at: null, halted_by: null, halt_reason: '', cause: null },
    ...{ accepted: [], closed_at: null, closed_by: null, closed_version: null },
  }
  await tx
    .insertInto('policy_rollouts')
    .values({ ...row, plan: JSON.stringify(plan), cause: null })
    .execute()
  await recordServerEvent(change, {
    ...{ tenant, type: 'rollout.started', person: by, bundleVersion: version },
    detail: { rollout: id, version, others, ...plan, shares: [...plan.shares] },
  })
}

/** The browsers of a group's people, as they are now: a ring is fixed when it joins, and only grows. */
export async function listedIn(
  { tx }: Pick<Change, 'tx'>,
  { tenant, id }: Pick<RolloutRow, 'tenant' | 'id'>,
  { group }: Ring,
): Promise<string[]> {
  if (group === null) return []
  const rows = await tx
    .selectFrom('devices as device')
    .innerJoin('persons as person', (join) =>
      join.onRef('person.tenant', '=', 'device.tenant').onRef('person.id', '=', 'device.person'),
    )
    .select(['device.id', 'person.groups'])
    .where('device.tenant', '=', tenant)
    .where('device.revoked_at', 'is', null)
    .orderBy('device.enrolled_at')
    .execute()
  return rows
    .filter(({ groups }) => groups.includes(group))
    .slice(0, mostListed)
    .map((row) => hashIn(id, row.id).slice(0, listedLength))
}

/** A publication for everybody ends what was under way. */
export async function supersedeRollout(
  change: Change,
  tenant: string,
  { by, version }: { readonly by: string | null; readonly version: number },
): Promise<void> {
  const open = await openRollout(change.tx, tenant)
  if (open) await endRollout(change, open, { state: 'superseded', by, version })
}

export async function endRollout(
  change: Change,
  { tenant, id }: Pick<RolloutRow, 'tenant' | 'id'>,
  end: {
    readonly state: 'done' | 'returned' | 'superseded'
    readonly by: string | null
    readonly version: number
  },
): Promise<void> {
  await change.tx
    .updateTable('policy_rollouts')
    .set({ state: end.state, closed_at: change.now, closed_by: end.by, closed_version: end.version })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute()
  await recordServerEvent(change, {
    ...{ tenant, type: 'rollout.ended', person: end.by, bundleVersion: end.version },
    detail: { rollout: id, state: end.state, version: end.version },
  })
}
