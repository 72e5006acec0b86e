import type { Bundle } from '../../policy/bundle.ts'
import type { Lease } from '../../policy/facts.ts'
import { isOnline, trustedNow } from '../fleet/contact.ts'
import type { Worker } from '../worker.ts'

/** The rung of the stale ladder (trust.md, policy client 7). An expired lease stays expired whether or not the server answers. */
export function leaseOf(
  bundle: Pick<Bundle, 'issuedAt' | 'notAfter'>,
  isReached: boolean,
  now: number,
): Lease {
  const issued = Date.parse(bundle.issuedAt)
  const ends = Date.parse(bundle.notAfter)
  if (!(now < ends)) return 'expired'
  if (!isReached) return 'no-contact'
  return now >= issued + (ends - issued) * 0.75 ? 'refresh-due' : 'fresh'
}

export async function leaseNow(
  worker: Worker,
  bundle: Pick<Bundle, 'issuedAt' | 'notAfter'>,
): Promise<Lease> {
  return leaseOf(bundle, await isOnline(worker), await trustedNow(worker))
}
