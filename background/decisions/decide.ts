import type { Action } from '../../policy/action.ts'
import type { Decision } from '../../policy/decision.ts'
import { evaluate } from '../../policy/evaluate.ts'
import type { Facts } from '../../policy/facts.ts'
import { trustedNow } from '../fleet/contact.ts'
import { leaseNow } from '../policy/lease.ts'
import type { Worker } from '../worker.ts'

/**
 * The worker's word on an action: the same core as the page, with what only the worker knows (what was met, what is
 * reserved, whether the lease holds this very moment).
 */
export async function decide(
  worker: Worker,
  action: Action,
  known: Pick<Facts, 'fulfilled' | 'suggestion'> & Partial<Pick<Facts, 'reserved' | 'mayHaveSuggestion'>>,
): Promise<Decision> {
  const site = worker.active?.slices.get(action.site)
  if (!worker.active || !site) return unavailable(worker.active?.bundle.version ?? 0)
  // Nothing is reserved ahead: a share of a counter is taken for one action, and is then one of the things met for it.
  const facts = { reserved: {}, ...known, lease: await leaseNow(worker, worker.active.bundle), killed: [] }
  return evaluate(site.prepared, action, facts, await trustedNow(worker))
}

/** No policy was ever activated here, or it says nothing of this site: held, whatever it is. */
function unavailable(bundleVersion: number): Decision {
  return {
    effect: 'hold',
    tier: null,
    workflow: null,
    obligations: [],
    reasons: [{ code: 'POLICY_UNAVAILABLE', rule: null, params: {}, matches: [] }],
    tips: [],
    observed: [],
    trace: [],
    spends: [],
    bundleVersion,
  }
}
