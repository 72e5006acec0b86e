import type { BrowserApi } from '../environment.ts'
import { matchesHost } from '../messaging/hosts.ts'
import { managedConfiguration } from '../managed/take-managed.ts'
import { packsInForce } from '../policy/slices.ts'
import type { Worker } from '../worker.ts'

export interface GovernedHosts {
  /** Match patterns of packs in force that this rep has allowed, besides those of the manifest. */
  readonly allowed: readonly string[]
  /** Those that wait for the rep, or were taken back: nothing of ours runs there. */
  readonly missing: readonly string[]
}

/**
 * Which hosts of the packs in force we may run on. Those of the manifest are granted at installation, and a person can
 * take any of them back at the browser: then they are missing like one that was never allowed.
 */
export async function governedHosts(worker: Worker): Promise<GovernedHosts> {
  const { browser } = worker.environment
  const named = new Set(packsInForce(worker).good.flatMap((pack) => pack.hosts))
  // What the administrator expects to be governed is told even before a pack of it is in force: it needs a build with it.
  const expected = new Set((await managedConfiguration(worker))?.hosts)
  const allowed: string[] = []
  const missing: string[] = []
  for (const pattern of new Set([...named, ...expected])) {
    if (!(await browser.permissions.contains({ origins: [originOf(pattern)] }))) missing.push(pattern)
    else if (named.has(pattern) && !isBuiltIn(browser, pattern)) allowed.push(pattern)
  }
  return { allowed, missing }
}

/** Chromium and Firefox ask for hosts without a port; which port a pack means is checked when a page opens. */
export function originOf(pattern: string): string {
  return pattern.replace(/^([^:]+:\/\/[^/:]+)(:[^/]*)?\/.*$/, '$1/*')
}

/** Named by the manifest, and so served by its own content scripts. */
function isBuiltIn({ runtime }: BrowserApi, pattern: string): boolean {
  const named = (runtime.getManifest().content_scripts ?? []).flatMap(({ matches = [] }) => matches)
  const [scheme = '', host = ''] = originOf(pattern).split('://')
  const schemes = scheme === '*' ? ['http', 'https'] : [scheme]
  return schemes.every((one) => matchesHost(named, `${one}://${host.replace('*.', '').replace('*', '')}`))
}
