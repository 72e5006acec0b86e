import type { RolloutCause } from '../../../protocol/http/rollouts.ts'
import type { Change } from '../../database/change.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { lockPublication } from '../policy/bundle-store.ts'
import { halt, widen } from './change-rollout.ts'
import { measure } from './measure.ts'
import type { Measured } from './measure.ts'
import { openRollout } from './rollout-store.ts'
import type { RolloutRow } from './rollout-store.ts'
import { looksDue, spikeOf } from './spike.ts'

export const keepRolloutsEveryMs = 15_000
const minute = 60_000
const hour = 3_600_000

/** Halts a rollout that does harm, widens one that is due. Runs on a timer, at whichever node comes first. */
export async function keepRollouts(
  parts: Pick<Parts, 'store' | 'newId' | 'signer' | 'environment'>,
  tenant: string,
): Promise<void> {
  const { store, newId } = parts
  await store.transact({ tenant }, async (tx, now) => {
    if ((await openRollout(tx, tenant))?.state !== 'running') return
    await lockPublication(tx, tenant)
    const row = await openRollout(tx, tenant)
    if (row?.state !== 'running') return
    const change = { tx, now, newId }
    const look = looksDue((now.getTime() - row.ring_at.getTime()) / minute)
    const isDue = isTimeToWiden(row, now)
    if (look <= row.looks && !isDue) return
    const measured = await measure(tx, row)
    const cause = look > row.looks ? await judge(change, row, measured, look) : null
    if (cause) {
      const reason = say(`rollout.halted.${cause.measure}`, numbersOf(cause))
      await halt(change, row, { by: null, reason, cause })
    } else if (isDue && !isWaiting(row, measured)) await widen(change, parts, row, null)
  })
}

export function nextRingAt({ state, plan, ring_at }: RolloutRow): Date | null {
  return state !== 'running' || plan.hours === null ? null : new Date(ring_at.getTime() + plan.hours * hour)
}

function isTimeToWiden(row: RolloutRow, now: Date): boolean {
  const at = nextRingAt(row)
  return at !== null && at <= now
}

/** Nothing was learnt of a version that no browser of its rings has run yet; rings without browsers teach nothing at all. */
export function isWaiting({ ring }: RolloutRow, { rings }: Measured): boolean {
  const joined = rings.slice(0, ring + 1)
  return joined.some(({ devices }) => devices > 0) && !joined.some(({ current }) => current > 0)
}

async function judge(
  { tx }: Change,
  row: RolloutRow,
  { compared, rings }: Measured,
  look: number,
): Promise<RolloutCause | null> {
  await tx
    .updateTable('policy_rollouts')
    .set({ looks: look })
    .where('tenant', '=', row.tenant)
    .where('id', '=', row.id)
    .execute()
  const devices = rings.slice(0, row.ring + 1).reduce((sum, one) => sum + one.devices, 0)
  for (const [measureName, least] of [
    ['errors', 2],
    ['overrides', 5],
  ] as const) {
    const { ring, others, devices: bearing } = compared[measureName]
    // One person who overrides everything says something about that person.
    if (row.accepted.includes(measureName) || bearing < Math.min(2, devices)) continue
    const cause = spikeOf(measureName, { ring, others, least, look })
    if (cause) return cause
  }
  return null
}

function numbersOf({ ring, others }: RolloutCause) {
  return { bad: ring.bad, of: ring.of, otherBad: others.bad, otherOf: others.of }
}
