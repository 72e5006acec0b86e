import type { Bundle } from '../../policy/bundle.ts'
import { checkBundle, checkKill, checkTimestamp } from '../../policy/trust/check-documents.ts'
import type { Floor } from '../../policy/trust/check-documents.ts'
import type { Kill, Timestamp } from '../../policy/trust/documents.ts'
import { nextRoot, pinnedRoot } from '../../policy/trust/root-chain.ts'
import type { TrustedRoot } from '../../policy/trust/root-chain.ts'
import type { Envelope } from '../../policy/trust/envelope.ts'
import { documentTypes } from '../../policy/trust/envelope.ts'
import type { BundleRow } from '../db/rows.ts'
import { readValue } from '../db/values.ts'
import type { Worker } from '../worker.ts'
import { namedHere } from './named.ts'

export type StoredPart = 'roots' | 'timestamp' | 'kill' | 'bundle'

/**
 * What this worker obeys, as it was verified: from the pin over every root to the documents they sign. Made once a life
 * from the database, where anybody at this machine can write, so each signature is checked again (trust.md, attack 18).
 */
export interface Trusted {
  readonly pin: string | null
  readonly chain: readonly TrustedRoot[]
  readonly timestamp: Timestamp | null
  /** The bundle it names for this device. */
  readonly named: Floor | null
  readonly kill: { readonly document: Kill; readonly digest: string; readonly root: number } | null
  readonly policy: { readonly bundle: Bundle; readonly digest: string; readonly root: number } | null
  /** Parts of the database that were not as they were signed: until a pull has healed them, tiers 3 and 4 are refused. */
  readonly tampered: readonly StoredPart[]
}

export async function trustedState(worker: Worker): Promise<Trusted> {
  return (
    worker.trusted ??
    worker.turns('trusted', async () => worker.trusted ?? (worker.trusted = await loadTrusted(worker)))
  )
}

/** After something was stored. Synchronous, so that two that were stored at once are both seen. */
export function amendTrusted(worker: Worker, change: (now: Trusted) => Partial<Trusted>): void {
  if (worker.trusted) worker.trusted = { ...worker.trusted, ...change(worker.trusted) }
}

export async function loadTrusted(worker: Worker): Promise<Trusted> {
  const { db } = worker
  const stored = await readValue(db, 'trust')
  const tampered: StoredPart[] = []
  const chain = stored ? await readChain(stored) : []
  if (stored && stored.roots.length > 0 && chain.length === 0) tampered.push('roots')
  const timestamp = await readStoredTimestamp(worker, chain)
  if (timestamp === 'tampered') tampered.push('timestamp')
  const whole = timestamp === 'tampered' ? null : timestamp
  const kill = await readStoredKill(worker, chain, whole)
  if (kill === 'tampered') tampered.push('kill')
  const named = whole && (await namedHere(db, whole))
  const { policy, isWhole } = await readStoredPolicy(worker, chain, named)
  if (!isWhole) tampered.push('bundle')
  return {
    ...{ pin: stored?.pin ?? null, chain, timestamp: whole, named, policy, tampered },
    kill: kill === 'tampered' ? null : kill,
  }
}

async function readChain({
  pin,
  roots,
}: {
  pin: string
  roots: readonly Envelope[]
}): Promise<TrustedRoot[]> {
  const chain: TrustedRoot[] = []
  for (const envelope of roots) {
    const before = chain.at(-1)
    const read = before ? await nextRoot(before, envelope) : await pinnedRoot(envelope, pin)
    // A broken link leaves nothing to stand on: the pull fetches the chain anew.
    if (!read.ok) return []
    chain.push(read.trusted)
  }
  return chain
}

/** The root a stored document was taken under: a later rotation does not make a lie of it. */
export function rootAt(chain: readonly TrustedRoot[], version: number) {
  return chain.find(({ root }) => root.version === version)?.root
}

async function readStoredTimestamp({ db }: Worker, chain: readonly TrustedRoot[]) {
  const stored = await readValue(db, 'timestamp')
  if (stored === null) return null
  const root = rootAt(chain, stored.root)
  const checked = root && (await checkTimestamp(stored.envelope, root, null))
  return checked?.ok ? checked.timestamp : 'tampered'
}

async function readStoredKill({ db }: Worker, chain: readonly TrustedRoot[], timestamp: Timestamp | null) {
  const stored = await readValue(db, 'kill')
  const floor = await readValue(db, 'killFloor')
  const known = Math.max(floor?.version ?? -1, timestamp?.kill.epoch ?? -1)
  if (stored === null) return known < 0 ? null : 'tampered'
  const root = rootAt(chain, stored.root)
  const checked = root && (await checkKill(stored.envelope, root, { floor: null, killed: [] }))
  if (!checked?.ok || checked.kill.epoch < known) return 'tampered'
  return { document: checked.kill, digest: checked.digest, root: stored.root }
}

/** The active bundle, or the newest other one that still is as it was signed. */
async function readStoredPolicy(worker: Worker, chain: readonly TrustedRoot[], named: Floor | null) {
  const { db } = worker
  const active = await readValue(db, 'active')
  const floor = await readValue(db, 'floor')
  const known = Math.max(floor?.version ?? 0, named?.version ?? 0)
  const rows = await db.bundles.orderBy('version').reverse().toArray()
  const first = rows.find(({ version }) => version === active?.version)
  for (const row of first ? [first, ...rows.filter((other) => other !== first)] : rows) {
    const policy = await readRow(worker, chain, row)
    if (!policy) continue
    const isActive = policy.digest === active?.digest && policy.bundle.version === known
    return { policy, isWhole: isActive }
  }
  return { policy: null, isWhole: active === null && known === 0 }
}

async function readRow(worker: Worker, chain: readonly TrustedRoot[], row: BundleRow) {
  const root = rootAt(chain, row.root ?? 0)
  if (!root) return null
  const envelope = {
    payloadType: documentTypes.bundle,
    payload: row.payload,
    signatures: row.signatures ?? [],
  }
  const checked = await checkBundle(envelope, root, {
    ...{ floor: null, named: null, killEpoch: Infinity },
    clientVersion: worker.environment.browser.runtime.getManifest().version,
  })
  return checked.ok ? { bundle: checked.bundle, digest: checked.digest, root: root.version } : null
}
