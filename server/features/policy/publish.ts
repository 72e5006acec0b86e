import type { Transaction } from 'kysely'
import type { Bundle, Policy } from '../../../policy/bundle.ts'
import { canonical } from '../../../policy/canonical.ts'
import type { Json } from '../../../policy/canonical.ts'
import type { Change } from '../../database/change.ts'
import { announce } from '../../database/store.ts'
import type { Tables } from '../../database/tables.ts'
import { hashOf } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import type { RolloutPlan } from '../../../protocol/http/rollouts.ts'
import { readKillDocument } from '../kills/kill-store.ts'
import { openRollout } from '../rollouts/rollout-store.ts'
import { startRollout, supersedeRollout } from '../rollouts/start-rollout.ts'
import { renewTimestamp } from '../signing/renew-timestamp.ts'
import { signDocument } from '../signing/sign-document.ts'
import type { Signing } from '../signing/sign-document.ts'
import { messageNotice } from '../stream/notice.ts'
import { bundleOf, lockPublication, readBundle } from './bundle-store.ts'
import type { BundleRow } from './bundle-store.ts'
import { keepPackVersions } from '../sites/keep-versions.ts'
import { policyOf } from './policy-of.ts'

/** How long a client without news acts on a policy. `renewLease` issues it again long before. */
export const leaseDays = 7
// Clients refuse anything longer before they parse it.
const longestPayload = 1_000_000

interface Publication {
  readonly tenant: string
  readonly by: string | null
  /** The version that was edited; 0 = none yet. */
  readonly basedOn: number
  readonly note: string
  readonly policy: Policy
  /** Ring by ring; absent or null = everybody at once, which ends a rollout that is under way. */
  readonly rollout?: RolloutPlan | null | undefined
}
export type Published =
  | { readonly ok: true; readonly row: BundleRow }
  | { readonly ok: false; readonly reason: 'POLICY_CONFLICT' | 'POLICY_TOO_LARGE' | 'ROLLOUT_OPEN' }
type Publishing = Pick<Parts, 'newId'> & Signing

/** Makes the next version and tells every stream. The exact text that is signed is what is stored and what clients get. */
export async function publish(
  tx: Transaction<Tables>,
  parts: Publishing,
  now: Date,
  given: Publication,
): Promise<Published> {
  const { tenant, by, note, policy, basedOn } = given
  await lockPublication(tx, tenant)
  const current = await readBundle(tx, tenant, 'current')
  if (!isCurrent(current, basedOn)) return { ok: false, reason: 'POLICY_CONFLICT' }
  const rollout = current === undefined ? null : given.rollout
  // Two at once would be three policies in one fleet.
  if (rollout && (await openRollout(tx, tenant))) return { ok: false, reason: 'ROLLOUT_OPEN' }
  const issued = await issue(tx, parts, now, { tenant, by, note, policy, current, renews: null })
  if (issued.ok) {
    const change = { tx, now, newId: parts.newId }
    const { version } = issued.row
    if (rollout && current)
      await startRollout(change, { tenant, by, plan: rollout, version, others: current.version })
    else await supersedeRollout(change, tenant, { by, version })
    await announceBundle(change, parts, tenant, version)
    const before = current === undefined ? [] : bundleOf(current).packs
    await keepPackVersions(tx, now, {
      ...{ tenant, by, note, before, after: policy.packs, bundleVersion: issued.row.version },
    })
  }
  return issued
}

/** Whether `basedOn` is the policy in force: versions that only renew the lease hold the policy that was edited. */
export function isCurrent(current: BundleRow | undefined, basedOn: number): boolean {
  const newest = current?.version ?? 0
  return basedOn >= (current?.renews ?? newest) && basedOn <= newest
}

/**
 * The same policy under a new version and a new lease, signed by the keys of today. Of two in one fleet the one outside
 * comes first, so that whoever joins the ring still goes up.
 */
export async function renewLease(
  tx: Transaction<Tables>,
  parts: Publishing,
  now: Date,
  current: BundleRow,
): Promise<void> {
  const { tenant } = current
  const rollout = await openRollout(tx, tenant)
  const others = rollout && (await readBundle(tx, tenant, rollout.others))
  const again = async (row: BundleRow, latest: BundleRow) => {
    const issued = await issue(tx, parts, now, {
      ...{ tenant, by: null, note: say('policy.renewed-note'), policy: policyOf(row) },
      ...{ current: latest, renews: row.renews ?? row.version },
    })
    if (!issued.ok) throw new Error('A policy that was published once is too large now.')
    return issued.row
  }
  const outside = others && (await again(others, current))
  if (outside)
    await tx
      .updateTable('policy_rollouts')
      .set({ others: outside.version })
      .where('tenant', '=', tenant)
      .where('id', '=', rollout?.id ?? '')
      .execute()
  const { version } = await again(current, outside ?? current)
  await announceBundle({ tx, now, newId: parts.newId }, parts, tenant, version)
}

async function issue(
  tx: Transaction<Tables>,
  parts: Publishing,
  now: Date,
  given: Omit<Publication, 'basedOn'> & { current: BundleRow | undefined; renews: number | null },
): Promise<Published> {
  const { tenant, current, renews, note, by } = given
  const killEpoch = (await readKillDocument(tx, tenant, 'current'))?.epoch
  const bundle: Bundle = {
    ...given.policy,
    ...{ tenant, environment: parts.environment, version: (current?.version ?? 0) + 1 },
    issuedAt: now.toISOString(),
    notAfter: new Date(now.getTime() + leaseDays * 86_400_000).toISOString(),
    previous: current?.digest ?? null,
    killed: [],
    ...(killEpoch !== undefined && { killEpoch }),
  }
  const payload = canonical(bundle as unknown as Json)
  if (payload.length > longestPayload) return { ok: false, reason: 'POLICY_TOO_LARGE' }
  const { signatures } = await signDocument(tx, parts, {
    ...{ tenant, kind: 'bundle', roles: ['bundle'], payload },
  })
  const row: BundleRow = {
    ...{ tenant, version: bundle.version, payload, digest: hashOf(payload), renews },
    ...{ issued_at: now, issued_by: by, note, signatures: JSON.stringify(signatures) },
  }
  await tx.insertInto('bundles').values(row).execute()
  const change = { tx, now, newId: parts.newId }
  await recordServerEvent(change, {
    ...{ tenant, type: 'policy.published', person: by, bundleVersion: bundle.version },
    detail: { version: bundle.version, digest: row.digest, note, renews },
  })
  return { ok: true, row }
}

async function announceBundle(
  change: Change,
  parts: Publishing,
  tenant: string,
  revision: number,
): Promise<void> {
  await renewTimestamp(change, parts, tenant)
  await announce(change.tx, messageNotice(tenant, { type: 'bundle.announced', revision }))
}
