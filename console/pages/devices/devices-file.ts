import { browserName } from '../../../protocol/browser-name.ts'
import type { Device } from '../../../protocol/http/devices.ts'
import { csv } from '../../csv.ts'

const columns: Readonly<Record<string, (device: Device) => string | number | boolean | null>> = {
  device: ({ id }) => id,
  person: ({ person }) => person.name,
  email: ({ person }) => person.email,
  groups: ({ person }) => person.groups.join('; '),
  browser: ({ browser }) => browserName(browser),
  extension: ({ extensionVersion }) => extensionVersion,
  policy: ({ bundleVersion }) => bundleVersion,
  policyIssuedAt: ({ policyIssuedAt }) => policyIssuedAt,
  lease: ({ report }) => report?.lease ?? null,
  flags: ({ flags }) => flags.join('; '),
  lastSeenAt: ({ lastSeenAt }) => lastSeenAt,
  reportedAt: ({ reportedAt }) => reportedAt,
  clockAheadMs: ({ skewMs }) => skewMs,
  unsent: ({ report }) => report?.unsent ?? null,
  rejected: ({ report }) => report?.rejected ?? null,
  problem: ({ report }) => report?.problem ?? null,
  managed: ({ report }) => report?.managed ?? null,
  managedProblems: ({ report }) => report?.managedProblems?.join('; ') ?? null,
  missingHosts: ({ missingHosts }) => missingHosts.join('; '),
  degraded: ({ degraded }) => degraded.map(({ site, surface }) => `${site} / ${surface}`).join('; '),
  byFleetToken: ({ byFleetToken }) => byFleetToken,
  enrolledAt: ({ enrolledAt }) => enrolledAt,
  revokedAt: ({ revokedAt }) => revokedAt,
}

/** One row a device, named as in the API, so that a program can read it as well as a person. */
export function devicesTable(devices: readonly Device[]): string {
  return csv([
    Object.keys(columns),
    ...devices.map((device) => Object.values(columns).map((of) => of(device))),
  ])
}
