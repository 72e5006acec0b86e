import type { Root } from '../../../policy/trust/documents.ts'
import { verifiedChain } from '../../../policy/trust/root-chain.ts'
import type { TrustedRoot } from '../../../policy/trust/root-chain.ts'
import { envelopeProblem, signersOf } from '../../../policy/trust/verify-envelope.ts'
import { documentTypes, envelopeSchema } from '../../../policy/trust/envelope.ts'
import type { Change } from '../../database/change.ts'
import type { Parts } from '../../parts.ts'
import { issueKill, killEnvelopeOf } from '../kills/issue-kill.ts'
import { lockKills, readKillDocument } from '../kills/kill-store.ts'
import { lockPublication, readBundle } from '../policy/bundle-store.ts'
import type { BundleRow } from '../policy/bundle-store.ts'
import { leaseDays, renewLease } from '../policy/publish.ts'
import { openRollout } from '../rollouts/rollout-store.ts'
import { renewTimestamp } from './renew-timestamp.ts'
import { SignerError } from './signer.ts'
import { readTimestamp, rootsAbove } from './trust-store.ts'

type Keeping = Pick<Parts, 'store' | 'signer' | 'environment' | 'newId'>

/** How often it runs; a timestamp is signed anew at every turn, by whichever node comes first. */
export const keepTrustEveryMs = 60_000
const timestampIsOldAfterMs = 45_000
// At half of it: a server that was away for days still comes back in time.
const renewAtMs = (leaseDays / 2) * 86_400_000

/**
 * Everything signed is as it must be: the roots of the key folder are known, the kill document and the bundle are signed by
 * keys of today, no lease comes near its end, and the timestamp is of this minute. Runs at the start and on a timer.
 */
export async function keepTrust(parts: Keeping, tenant: string): Promise<void> {
  const { store, signer, environment, newId } = parts
  const isNew = await store.transact(
    { tenant },
    async (tx) => (await rootsAbove(tx, tenant, 0, 1)).length === 0,
  )
  const chain = await verifiedChain(await signer.roots(tenant, environment, isNew))
  await store.transact({ tenant }, async (tx, now) => {
    await lockKills(tx, tenant)
    await lockPublication(tx, tenant)
    const change = { tx, now, newId }
    const rotated = await takeRoots(change, parts, tenant, chain)
    const bundle = await readBundle(tx, tenant, 'current')
    await keepKill(change, parts, tenant, rotated.after.root)
    // Those outside the rings of a rollout run the older of two.
    const rollout = await openRollout(tx, tenant)
    const oldest = rollout ? await readBundle(tx, tenant, rollout.others) : bundle
    const isDue = oldest && now.getTime() - oldest.issued_at.getTime() > renewAtMs
    if (bundle && (isDue || !(await isSigned(bundle, rotated.after))))
      await renewLease(tx, parts, now, bundle)
    const timestamp = await readTimestamp(tx, tenant)
    const age = now.getTime() - (timestamp?.issued_at.getTime() ?? 0)
    if (rotated.isNew || age > timestampIsOldAfterMs) await renewTimestamp(change, parts, tenant)
  })
}

interface Rotated {
  readonly after: TrustedRoot
  readonly isNew: boolean
}

/** New roots are stored; a chain that is not the stored one is not taken, or every client would be locked out. */
async function takeRoots(
  { tx }: Change,
  { environment }: Keeping,
  tenant: string,
  chain: readonly TrustedRoot[] | null,
): Promise<Rotated> {
  const after = chain?.at(-1)
  if (!chain || !after) throw new SignerError('KEYS_DAMAGED', tenant)
  const stored = await rootsAbove(tx, tenant, 0, 1000)
  const isOurs = chain.every(({ root }) => root.tenant === tenant && root.environment === environment)
  const isSame = stored.every((row, index) => chain[index]?.digest === row.digest)
  if (!isOurs || !isSame) throw new SignerError('KEYS_DIFFER', tenant)
  const fresh = chain.slice(stored.length)
  for (const { root, envelope, digest } of fresh)
    await tx
      .insertInto('trust_roots')
      .values({ tenant, version: root.version, digest, envelope: JSON.stringify(envelope) })
      .execute()
  return { after, isNew: fresh.length > 0 }
}

/** There is always a kill document, so that nobody can pass off none for an empty one; after a rotation the new keys sign it. */
async function keepKill(change: Change, parts: Keeping, tenant: string, root: Root): Promise<void> {
  const current = await readKillDocument(change.tx, tenant, 'current')
  const signers = signersOf(root, 'stop')
  if (current && (await envelopeProblem(killEnvelopeOf(current), 'kill', signers)) === null) return
  await issueKill(change, parts, { tenant, stops: false })
}

async function isSigned(row: BundleRow, { root }: TrustedRoot): Promise<boolean> {
  const signatures = envelopeSchema.shape.signatures.parse(JSON.parse(row.signatures))
  const envelope = { payloadType: documentTypes.bundle, payload: row.payload, signatures }
  return (await envelopeProblem(envelope, 'bundle', signersOf(root, 'bundle'))) === null
}
