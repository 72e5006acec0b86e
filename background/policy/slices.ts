import { compileSlice } from '../../policy/compile.ts'
import { prepare } from '../../policy/prepare.ts'
import type { Bundle } from '../../policy/bundle.ts'
import type { Slice } from '../../policy/slice.ts'
import { packsOf } from '../../sites/registry.ts'
import type { PacksInForce } from '../../sites/registry.ts'
import { knownSuggestions } from '../decisions/explanations.ts'
import type { ActivePolicy, Worker } from '../worker.ts'
import { leaseNow } from './lease.ts'
import { trustedState } from './trusted.ts'
import { withdrawSites } from './withdraw.ts'

/**
 * Makes the active policy from the database and tells the pages whose slice became another. Called after anything a
 * slice depends on: bundle, stops, lease, contact, suggestions. True when a slice became another.
 */
export async function refreshSlices(worker: Worker): Promise<boolean> {
  return worker.turns('slices', async () => {
    const { policy: loaded } = await trustedState(worker)
    if (!loaded) return false
    const before = worker.active
    worker.active = await compileAll(worker, loaded.bundle, loaded.digest)
    let isChanged = withdrawSites(worker.ports, before, worker.active)
    for (const [site, { slice }] of worker.active.slices) {
      if (sameSlice(before?.slices.get(site)?.slice, slice)) continue
      isChanged = true
      worker.ports.tellSite(slice.pack, { type: 'slice.changed', slice })
    }
    return isChanged
  })
}

/** The pack list in force: built in, as repaired, added to or disabled by the bundle. */
export function packsInForce(worker: Worker): PacksInForce {
  return worker.active?.packs ?? packsOf(worker.packs, { packs: [] })
}

async function compileAll(worker: Worker, bundle: Bundle, digest: string): Promise<ActivePolicy> {
  const lease = await leaseNow(worker, bundle)
  const killed = (worker.trusted?.kill?.document.killed ?? []).map(({ scope }) => scope)
  const slices = new Map<string, { slice: Slice; prepared: ReturnType<typeof prepare> }>()
  const packs = packsOf(worker.packs, bundle)
  for (const pack of packs.good) {
    const { suggestions, cut } = await knownSuggestions(worker, pack.id)
    const compiled = compileSlice(bundle, pack, {
      bundleDigest: digest,
      lease,
      killed,
      reserved: {},
      suggestions,
    })
    const slice = cut ? { ...compiled, suggestionsCut: true } : compiled
    slices.set(pack.id, { slice, prepared: prepare(slice) })
  }
  return { bundle, digest, packs, slices }
}

function sameSlice(before: Slice | undefined, after: Slice): boolean {
  return (
    before !== undefined &&
    before.bundleDigest === after.bundleDigest &&
    before.lease === after.lease &&
    before.killed.join() === after.killed.join() &&
    before.suggestionsCut === after.suggestionsCut &&
    JSON.stringify(before.suggestions) === JSON.stringify(after.suggestions)
  )
}
