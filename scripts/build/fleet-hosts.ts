import { isHostPattern } from '../../sites/pack-problems.ts'

export type FleetHosts =
  { readonly ok: true; readonly hosts: readonly string[] } | { readonly ok: false; readonly wrong: string }

/**
 * Hosts that a fleet's own build names in its manifest, so that nobody has to allow them: `crm.example.com` or a whole
 * match pattern, separated by commas.
 */
export function fleetHosts(text: string): FleetHosts {
  const hosts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => (part.includes('://') ? part : `https://${part}/*`))
  const wrong = hosts.find((host) => !isHostPattern(host))
  return wrong === undefined ? { ok: true, hosts: [...new Set(hosts)] } : { ok: false, wrong }
}
