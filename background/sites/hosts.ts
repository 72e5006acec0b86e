import type { BrowserApi } from '../environment.ts'
import { matchesHost } from '../messaging/hosts.ts'
import { managedConfiguration } from '../managed/take-managed.ts'
import { packsInForce } from '../policy/slices.ts'
import type { Worker } from '../worker.ts'

export interface GovernedHosts {
  /** Match patterns of packs in force that this rep has allowed, besides those of the manifest. */
  readonly allowed: readonly string[]
  /** Those that wait for the rep: nothing of ours runs there. */
  readonly missing: readonly string[]
}

/** Which hosts of the packs in force we may run on, beyond those the manifest names. */
export async function governedHosts(worker: Worker): Promise<GovernedHosts> {
  const { browser } = worker.environment
  const patterns = packsInForce(worker).good.flatMap((pack) => pack.hosts)
  const asked = [...new Set(patterns.filter((pattern) => !isBuiltIn(browser, pattern)))]
  const allowed: string[] = []
  const missing: string[] = []
  for (const pattern of asked) {
    const isAllowed = await browser.permissions.contains({ origins: [originOf(pattern)] })
    ;(isAllowed ? allowed : missing).push(pattern)
  }
  // What the administrator expects to be governed is told even before a pack of it is in force: it needs a build with it.
  for (const host of (await managedConfiguration(worker))?.hosts ?? []) {
    const isCovered = isBuiltIn(browser, host) || asked.includes(host)
    if (!isCovered && !(await browser.permissions.contains({ origins: [originOf(host)] }))) missing.push(host)
  }
  return { allowed, missing }
}

/** Chromium and Firefox ask for hosts without a port; which port a pack means is checked when a page opens. */
export function originOf(pattern: string): string {
  return pattern.replace(/^([^:]+:\/\/[^/:]+)(:[^/]*)?\/.*$/, '$1/*')
}

/** Named by the manifest, so granted at installation and served by its own content scripts. */
function isBuiltIn({ runtime }: BrowserApi, pattern: string): boolean {
  const named = (runtime.getManifest().content_scripts ?? []).flatMap(({ matches = [] }) => matches)
  const [scheme = '', host = ''] = originOf(pattern).split('://')
  const schemes = scheme === '*' ? ['http', 'https'] : [scheme]
  return schemes.every((one) => matchesHost(named, `${one}://${host.replace('*.', '').replace('*', '')}`))
}
