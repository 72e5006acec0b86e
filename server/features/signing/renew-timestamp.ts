import { canonical } from '../../../policy/canonical.ts'
import type { Json } from '../../../policy/canonical.ts'
import type { Timestamp } from '../../../policy/trust/documents.ts'
import type { Envelope } from '../../../policy/trust/envelope.ts'
import type { Change } from '../../database/change.ts'
import { announce } from '../../database/store.ts'
import { hashOf } from '../../http/principal.ts'
import { readKillDocument } from '../kills/kill-store.ts'
import { lockPublication, readBundle } from '../policy/bundle-store.ts'
import { openRollout, termsOf } from '../rollouts/rollout-store.ts'
import { renewalNotice } from '../stream/notice.ts'
import { signDocument } from './sign-document.ts'
import type { Signing } from './sign-document.ts'
import { currentRoot, readTimestamp } from './trust-store.ts'

// Long enough for a client that asks every half minute, short enough that withholding news is noticed within minutes.
const validMinutes = 10

/**
 * Signs anew what is current. Every change of root, bundle or kill document ends with it, in the same transaction: no
 * client ever sees one without the other. Nothing happens before all three exist.
 */
export async function renewTimestamp(change: Change, signing: Signing, tenant: string): Promise<void> {
  const { tx, now } = change
  await lockPublication(tx, tenant)
  const before = await readTimestamp(tx, tenant)
  const made = await timestampNow(change, signing, tenant, { version: (before?.version ?? 0) + 1 })
  if (made === null) return
  const { envelope, timestamp } = made
  const row = {
    ...{ version: timestamp.version, envelope: JSON.stringify(envelope) },
    ...{ issued_at: now, not_after: new Date(timestamp.notAfter) },
  }
  await tx
    .insertInto('trust_timestamps')
    .values({ tenant, ...row })
    .onConflict((conflict) => conflict.column('tenant').doUpdateSet(row))
    .execute()
  await announce(tx, renewalNotice(tenant))
}

/** The same for one client, with what it made up: shows that it was signed just now, whatever its clock says. */
export async function timestampFor(
  change: Change,
  signing: Signing,
  tenant: string,
  nonce: string,
): Promise<Envelope | null> {
  const stored = await readTimestamp(change.tx, tenant)
  const made = await timestampNow(change, signing, tenant, { version: stored?.version ?? 1, nonce })
  return made?.envelope ?? null
}

async function timestampNow(
  { tx, now }: Change,
  signing: Signing,
  tenant: string,
  { version, nonce }: { version: number; nonce?: string },
): Promise<{ envelope: Envelope; timestamp: Timestamp } | null> {
  const root = await currentRoot(tx, tenant)
  const bundle = await readBundle(tx, tenant, 'current')
  const kill = await readKillDocument(tx, tenant, 'current')
  if (root === undefined || bundle === undefined || kill === undefined) return null
  const rollout = await openRollout(tx, tenant)
  const timestamp: Timestamp = {
    ...{ format: 1, tenant, environment: signing.environment, version, issuedAt: now.toISOString() },
    notAfter: new Date(now.getTime() + validMinutes * 60_000).toISOString(),
    root: root.version,
    bundle: { version: bundle.version, digest: bundle.digest },
    kill: { epoch: kill.epoch, digest: hashOf(kill.payload) },
    ...(rollout && { rollout: await termsOf(tx, rollout) }),
    ...(nonce !== undefined && { nonce }),
  }
  const payload = canonical(timestamp as unknown as Json)
  const envelope = await signDocument(tx, signing, {
    ...{ tenant, kind: 'timestamp', roles: ['timestamp'], payload },
  })
  return { envelope, timestamp }
}
