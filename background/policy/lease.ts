import type { Bundle } from '../../policy/bundle.ts'
import type { Lease } from '../../policy/facts.ts'
import { isOnline, trustedTime } from '../fleet/contact.ts'
import type { Worker } from '../worker.ts'
import { trustedState } from './trusted.ts'

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

/**
 * Contact is not an answer but a signed one: a timestamp that is still valid and names what runs here. A cached, frozen or
 * withheld answer is no contact (policy client 12). What was tampered with is worth as much as what has expired.
 */
export async function leaseNow(
  worker: Worker,
  bundle: Pick<Bundle, 'issuedAt' | 'notAfter'>,
): Promise<Lease> {
  const { timestamp, named, policy, kill, tampered } = await trustedState(worker)
  if (tampered.length > 0) return 'expired'
  const { now, isKnown } = await trustedTime(worker)
  const isCurrent =
    isKnown &&
    timestamp !== null &&
    now < Date.parse(timestamp.notAfter) &&
    named?.digest === policy?.digest &&
    (kill?.document.epoch ?? -1) >= timestamp.kill.epoch
  return leaseOf(bundle, isCurrent && (await isOnline(worker)), now)
}
