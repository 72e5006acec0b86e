import { isInRing } from '../../../policy/trust/ring.ts'
import type { Principal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { currentVersion } from '../policy/bundle-store.ts'
import { hashIn, openRollout } from './rollout-store.ts'

type Asking = Extract<Principal, { person: unknown }>

/** Which version one caller is served. Read once for all of a tenant where that is known by the stream. */
export async function versionFor(
  parts: Parts,
  who: Asking,
  isStreaming: boolean,
): Promise<number | 'current'> {
  const rollout = await rolloutOf(parts, who, isStreaming)
  return rollout && isOutside(rollout, who) ? rollout.others : 'current'
}

/** The number of it: what a stream begins with. */
export async function revisionFor(parts: Parts, who: Asking): Promise<number> {
  const { store, remembered } = parts
  const { tenant } = who
  const version = await versionFor(parts, who, true)
  if (version !== 'current') return version
  return remembered.get(tenant, 'revision', () =>
    store.transact({ tenant }, (tx) => currentVersion(tx, tenant)),
  )
}

async function rolloutOf({ store, remembered }: Parts, { kind, tenant }: Asking, isStreaming: boolean) {
  if (kind !== 'device') return null
  const read = async () => (await store.transact({ tenant }, (tx) => openRollout(tx, tenant))) ?? null
  return isStreaming ? remembered.get(tenant, 'rollout', read) : read()
}

function isOutside(rollout: { id: string; share: number; listed: string[] }, who: Asking): boolean {
  return who.kind === 'device' && !isInRing(hashIn(rollout.id, who.device), rollout)
}
