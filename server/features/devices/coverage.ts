import { browserName } from '../../../protocol/browser-name.ts'
import { fleetFlags } from '../../../protocol/http/devices.ts'
import type { Coverage, Device, FleetFlag } from '../../../protocol/http/devices.ts'

const mostNames = 100

/** The fleet in numbers. Not managed is how a small team works, so by itself it makes no browser unwell. */
export function coverageOf(fleet: readonly Device[], current: Coverage['current'], now: Date): Coverage {
  const devices = fleet.filter(({ revokedAt }) => revokedAt === null)
  const flagged = (flag: FleetFlag) => devices.filter(({ flags }) => flags.includes(flag)).length
  return {
    at: now.toISOString(),
    current,
    devices: devices.length,
    well: devices.filter(isWell).length,
    flags: Object.fromEntries(fleetFlags.map((flag) => [flag, flagged(flag)])) as Coverage['flags'],
    extensions: count(devices, ({ extensionVersion }) => [extensionVersion]),
    policies: count(devices, ({ bundleVersion }) => [bundleVersion === null ? '' : String(bundleVersion)]),
    browsers: count(devices, ({ browser }) => [browserName(browser)]),
    hosts: count(devices, ({ missingHosts }) => missingHosts),
    sites: count(devices, ({ degraded }) => degraded.map(({ site, surface }) => `${site} / ${surface}`)),
    groups: groupsOf(devices),
  }
}

function isWell({ flags }: Device): boolean {
  return flags.every((flag) => flag === 'unmanaged')
}

type Names = (device: Device) => readonly string[]

function count(devices: readonly Device[], namesOf: Names): { name: string; count: number }[] {
  return [...tally(devices, namesOf)]
    .map(([name, many]) => ({ name, count: many }))
    .toSorted((left, right) => right.count - left.count || left.name.localeCompare(right.name))
    .slice(0, mostNames)
}

function tally(devices: readonly Device[], namesOf: Names): Map<string, number> {
  const counts = new Map<string, number>()
  for (const device of devices)
    for (const name of new Set(namesOf(device))) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

function groupsOf(devices: readonly Device[]): Coverage['groups'] {
  const namesOf: Names = ({ person }) => person.groups
  const well = tally(devices.filter(isWell), namesOf)
  return count(devices, namesOf).map(({ name, count: many }) => ({
    name,
    devices: many,
    well: well.get(name) ?? 0,
  }))
}
