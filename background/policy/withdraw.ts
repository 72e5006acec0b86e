import { matchesHost } from '../messaging/hosts.ts'
import type { Ports } from '../messaging/ports.ts'
import type { ActivePolicy } from '../worker.ts'

/**
 * A pack that was disabled, or moved to other hosts, governs nothing on pages that are open: they forget all sites and
 * learn again those that are left. True when there was such a page or pack.
 */
export function withdrawSites(ports: Ports, before: ActivePolicy | null, after: ActivePolicy): boolean {
  for (const page of ports.pages) {
    const left = slicesAt(after, page.url)
    const sites = new Set(left.map(({ site }) => site))
    if (slicesAt(before, page.url).every(({ site }) => sites.has(site))) continue
    ports.tellPlace(page.place, { type: 'site.unknown' })
    for (const slice of left) ports.tellPlace(page.place, { type: 'slice.changed', slice })
  }
  return [...(before?.slices.keys() ?? [])].some((site) => !after.slices.has(site))
}

function slicesAt(policy: ActivePolicy | null, url: string) {
  return [...(policy?.slices.values() ?? [])]
    .map(({ slice }) => slice)
    .filter(({ pack }) => matchesHost(pack.hosts, url))
}
