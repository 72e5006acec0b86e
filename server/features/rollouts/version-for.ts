import { isInRing } from '../../../policy/trust/ring.ts'
import type { Principal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { currentVersion } from '../policy/bundle-store.ts'
import { hashIn, openRollout } from './rollout-store.ts'

type Asking = Extract<Principal, { person: unknown }>

/** Which version one caller is served. Read once for all of a tenant where every change of it is heard of. */
export async function versionFor(parts: Parts, who: Asking, isTold: boolean): Promise<number | 'current'> {
  const rollout = await rolloutOf(parts, who, isTold)
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

async function rolloutOf({ store, remembered }: Parts, { kind, tenant }: Asking, isTold: boolean) {
  if (kind !== 'device') return null
  const read = async () => (await store.transact({ tenant }, (tx) => openRollout(tx, tenant))) ?? null
  return isTold ? remembered.get(tenant, 'rollout', read) : read()
}

function isOutside(rollout: { id: string; share: number; listed: string[] }, who: Asking): boolean {
  return who.kind === 'device' && !isInRing(hashIn(rollout.id, who.device), rollout)
}
