import type { Selectable, Transaction } from 'kysely'
import { isInRing, ringText } from '../../../policy/trust/ring.ts'
import type { RolloutTerms } from '../../../policy/trust/ring.ts'
import type { RolloutPlan } from '../../../protocol/http/rollouts.ts'
import type { Tables } from '../../database/tables.ts'
import { hashOf } from '../../http/principal.ts'
import { readBundle } from '../policy/bundle-store.ts'
import type { BundleRow } from '../policy/bundle-store.ts'

type Tx = Transaction<Tables>
export type RolloutRow = Selectable<Tables['policy_rollouts']>

export interface Ring {
  readonly group: string | null
  readonly share: number
}

/** The rings of a plan in the order they join; after the last of them comes everybody. */
export function ringsOf({ group, shares }: RolloutPlan): readonly Ring[] {
  return [
    ...(group === null ? [] : [{ group, share: 0 }]),
    ...shares.map((share) => ({ group: null, share })),
  ]
}

/** The one under way, halted or not. */
export async function openRollout(tx: Tx, tenant: string): Promise<RolloutRow | undefined> {
  return tx
    .selectFrom('policy_rollouts')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('state', 'in', ['running', 'halted'])
    .executeTakeFirst()
}

export async function lastRollout(tx: Tx, tenant: string): Promise<RolloutRow | undefined> {
  return tx
    .selectFrom('policy_rollouts')
    .selectAll()
    .where('tenant', '=', tenant)
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** What the timestamp says of it. */
export async function termsOf(
  tx: Tx,
  { tenant, id, share, listed, others }: RolloutRow,
): Promise<RolloutTerms> {
  const row = await readBundle(tx, tenant, others)
  if (row === undefined) throw new Error('A rollout names a version that was never issued.')
  return { id, share, listed: [...listed], others: { version: row.version, digest: row.digest } }
}

export function hashIn(rollout: string, device: string): string {
  return hashOf(ringText(rollout, device))
}

/** The bundle one device is told to run: the rule is the client's own, so that both say the same. */
export async function bundleFor(
  tx: Tx,
  tenant: string,
  device: string | null,
): Promise<BundleRow | undefined> {
  const rollout = device === null ? undefined : await openRollout(tx, tenant)
  const isOutside = rollout && device !== null && !isInRing(hashIn(rollout.id, device), rollout)
  return readBundle(tx, tenant, isOutside ? rollout.others : 'current')
}
