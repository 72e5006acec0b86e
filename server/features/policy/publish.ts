import type { Transaction } from 'kysely'
import type { Bundle, Policy } from '../../../policy/bundle.ts'
import { canonical } from '../../../policy/canonical.ts'
import type { Json } from '../../../policy/canonical.ts'
import { announce } from '../../database/store.ts'
import type { Tables } from '../../database/tables.ts'
import { hashOf } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { messageNotice } from '../stream/notice.ts'
import { bundleOf, lockPublication, readBundle } from './bundle-store.ts'
import type { BundleRow } from './bundle-store.ts'

// Until bundles are re-signed on a timer, a lease lasts as long as a policy may go without a review.
const leaseDays = 365
// Clients refuse anything longer before they parse it.
const longestPayload = 1_000_000

interface Publication {
  readonly tenant: string
  readonly by: string | null
  /** The version that was edited; 0 = none yet. */
  readonly basedOn: number
  readonly note: string
  readonly policy: Policy
  /** Kept from the version before unless given. */
  readonly killed?: readonly string[]
}
export type Published =
  | { readonly ok: true; readonly row: BundleRow }
  | { readonly ok: false; readonly reason: 'POLICY_CONFLICT' | 'POLICY_TOO_LARGE' }

/** Makes the next version and tells every stream. The exact text that is stored is what clients get and what is signed. */
export async function publish(
  tx: Transaction<Tables>,
  parts: Pick<Parts, 'newId'>,
  now: Date,
  given: Publication,
): Promise<Published> {
  const { tenant } = given
  await lockPublication(tx, tenant)
  const current = await readBundle(tx, tenant, 'current')
  if ((current?.version ?? 0) !== given.basedOn) return { ok: false, reason: 'POLICY_CONFLICT' }
  const killed = given.killed ?? (current === undefined ? [] : bundleOf(current).killed)
  const bundle: Bundle = {
    ...given.policy,
    tenant,
    version: given.basedOn + 1,
    issuedAt: now.toISOString(),
    notAfter: new Date(now.getTime() + leaseDays * 86_400_000).toISOString(),
    previous: current?.digest ?? null,
    killed: [...killed],
  }
  const payload = canonical(bundle as unknown as Json)
  if (payload.length > longestPayload) return { ok: false, reason: 'POLICY_TOO_LARGE' }
  const row = {
    ...{ tenant, version: bundle.version, payload, digest: hashOf(payload) },
    ...{ issued_at: now, issued_by: given.by, note: given.note },
  }
  await tx.insertInto('bundles').values(row).execute()
  await recordServerEvent(
    { tx, now, newId: parts.newId },
    {
      ...{ tenant, type: 'policy.published', person: given.by, bundleVersion: bundle.version },
      detail: { version: bundle.version, digest: row.digest, note: given.note },
    },
  )
  await announce(tx, messageNotice(tenant, { type: 'bundle.announced', revision: bundle.version }))
  return { ok: true, row }
}
