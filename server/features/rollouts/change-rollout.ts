import type { RolloutCause } from '../../../protocol/http/rollouts.ts'
import type { Change } from '../../database/change.ts'
import { announce } from '../../database/store.ts'
import type { PersonPrincipal } from '../../http/principal.ts'
import type { ProblemCode } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { currentVersion, lockPublication, readBundle } from '../policy/bundle-store.ts'
import { policyOf } from '../policy/policy-of.ts'
import { publish } from '../policy/publish.ts'
import { renewTimestamp } from '../signing/renew-timestamp.ts'
import type { Signing } from '../signing/sign-document.ts'
import { messageNotice } from '../stream/notice.ts'
import { openRollout, ringsOf } from './rollout-store.ts'
import type { RolloutRow } from './rollout-store.ts'
import { endRollout, listedIn } from './start-rollout.ts'

export type RolloutChanged = { readonly ok: true } | { readonly ok: false; readonly reason: ProblemCode }
type Work = (change: Change, row: RolloutRow) => Promise<RolloutChanged>

/** One at a time, under the lock of publications: what is decided here ends in a signed timestamp. */
export async function withRollout(
  parts: Parts,
  { tenant }: Pick<PersonPrincipal, 'tenant'>,
  id: string,
  work: Work,
): Promise<RolloutChanged> {
  return parts.store.transact({ tenant }, async (tx, now) => {
    await lockPublication(tx, tenant)
    const row = await openRollout(tx, tenant)
    if (row?.id !== id) return { ok: false, reason: 'ROLLOUT_UNKNOWN' }
    return work({ tx, now, newId: parts.newId }, row)
  })
}

/** The next ring joins, or everybody after the last. `by` null = the schedule. */
export async function widen(
  change: Change,
  signing: Signing,
  row: RolloutRow,
  by: string | null,
): Promise<RolloutChanged> {
  const { tx, now } = change
  const { tenant, id } = row
  if (row.state === 'halted') return { ok: false, reason: 'ROLLOUT_HALTED' }
  const rings = ringsOf(row.plan)
  const next = rings[row.ring + 1]
  const version = await currentVersion(tx, tenant)
  if (next === undefined) await endRollout(change, row, { state: 'done', by, version })
  else {
    const [first] = rings
    const joined = first ? await listedIn(change, row, first) : []
    await tx
      .updateTable('policy_rollouts')
      .set({
        ...{ ring: row.ring + 1, share: next.share, ring_at: now, looks: 0 },
        listed: [...new Set([...row.listed, ...joined])].slice(0, 500),
      })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute()
    await recordServerEvent(change, {
      ...{ tenant, type: 'rollout.widened', person: by, bundleVersion: version },
      detail: { rollout: id, ring: row.ring + 1, share: next.share },
    })
  }
  await renewTimestamp(change, signing, tenant)
  await announce(tx, messageNotice(tenant, { type: 'bundle.announced', revision: version }))
  return { ok: true }
}

/** No further ring joins until a person decides; who is in stays in, because only a revision can take it back. */
export async function halt(
  change: Change,
  { tenant, id, ring }: RolloutRow,
  why: { readonly by: string | null; readonly reason: string; readonly cause: RolloutCause | null },
): Promise<RolloutChanged> {
  const { tx, now } = change
  const halted = await tx
    .updateTable('policy_rollouts')
    .set({
      ...{ state: 'halted', halted_at: now, halted_by: why.by, halt_reason: why.reason },
      cause: why.cause && JSON.stringify(why.cause),
    })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst()
  if (halted === undefined) return { ok: false, reason: 'ROLLOUT_HALTED' }
  await recordServerEvent(change, {
    ...{ tenant, type: 'rollout.halted', person: why.by },
    detail: { rollout: id, ring, reason: why.reason, cause: why.cause },
  })
  await announce(tx, messageNotice(tenant, { type: 'rollout.changed', id, state: 'halted' }))
  return { ok: true }
}

/** A person goes on in spite of it: what halted it halts it no more, the other measure still may. */
export async function resume(change: Change, row: RolloutRow, by: string): Promise<RolloutChanged> {
  if (row.state !== 'halted') return { ok: false, reason: 'ROLLOUT_CHANGED' }
  const { tx, now } = change
  const { tenant, id } = row
  const accepted = [...new Set([...row.accepted, ...(row.cause ? [row.cause.measure] : [])])]
  await tx
    .updateTable('policy_rollouts')
    .set({
      ...{ state: 'running', halted_at: null, halted_by: null, halt_reason: '', cause: null },
      ...{ accepted, ring_at: now, looks: 0 },
    })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute()
  await recordServerEvent(change, {
    ...{ tenant, type: 'rollout.resumed', person: by, detail: { rollout: id, accepted } },
  })
  await announce(tx, messageNotice(tenant, { type: 'rollout.changed', id, state: 'running' }))
  return { ok: true }
}

/**
 * What everybody else runs becomes the next version for all. One person may: that policy never stopped being in force, so
 * nothing is permitted that was not permitted beside it all along.
 */
export async function goBack(
  change: Change,
  parts: Parts,
  row: RolloutRow,
  by: string,
): Promise<RolloutChanged> {
  const { tx, now } = change
  const { tenant } = row
  const others = await readBundle(tx, tenant, row.others)
  if (others === undefined) throw new Error('A rollout names a version that was never issued.')
  const basedOn = await currentVersion(tx, tenant)
  await endRollout(change, row, { state: 'returned', by, version: basedOn + 1 })
  const published = await publish(tx, parts, now, {
    ...{ tenant, by, basedOn, policy: policyOf(others) },
    note: say('rollout.returned-note', { version: row.version, others: row.others }),
  })
  return published.ok ? { ok: true } : { ok: false, reason: published.reason }
}
