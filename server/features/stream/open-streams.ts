/** Open streams, found by whose they are: a stop of one tenant walks no others, and a revocation only its own. */
export function openStreams<Entry extends { readonly tenant: string; readonly hash: string }>() {
  const all = new Set<Entry>()
  const byTenant = new Map<string, Set<Entry>>()
  const byHash = new Map<string, Set<Entry>>()
  return {
    all: all as ReadonlySet<Entry>,
    ofTenant: (tenant: string): readonly Entry[] => [...(byTenant.get(tenant) ?? [])],
    ofHash: (hash: string): readonly Entry[] => [...(byHash.get(hash) ?? [])],
    countOf: (tenant: string): number => byTenant.get(tenant)?.size ?? 0,
    add(entry: Entry): void {
      all.add(entry)
      put(byTenant, entry.tenant, entry)
      put(byHash, entry.hash, entry)
    },
    remove(entry: Entry): void {
      all.delete(entry)
      take(byTenant, entry.tenant, entry)
      take(byHash, entry.hash, entry)
    },
  }
}

function put<Entry>(index: Map<string, Set<Entry>>, key: string, entry: Entry): void {
  const entries = index.get(key) ?? new Set()
  entries.add(entry)
  index.set(key, entries)
}

function take<Entry>(index: Map<string, Set<Entry>>, key: string, entry: Entry): void {
  const entries = index.get(key)
  entries?.delete(entry)
  if (entries?.size === 0) index.delete(key)
}
