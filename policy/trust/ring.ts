import type { Floor } from './check-documents.ts'
import type { Timestamp } from './documents.ts'

export type RolloutTerms = NonNullable<Timestamp['rollout']>

/** What is hashed (SHA-256, hex) to place one device in one rollout: with another rollout other devices come first. */
export function ringText(rollout: string, device: string): string {
  return `countersign-ring:${rollout}:${device}`
}

/** Of that hash, what a timestamp lists for devices that are in whatever the share: too short to find a device by. */
export const listedLength = 12

/**
 * Whether the device with this hash is in: below the share, or listed. Both only ever grow while a rollout lasts, so who
 * is in stays in.
 */
export function isInRing(hash: string, { share, listed }: Pick<RolloutTerms, 'share' | 'listed'>): boolean {
  return parseInt(hash.slice(0, 8), 16) % 10_000 < share * 100 || listed.includes(hash.slice(0, listedLength))
}

/**
 * The one bundle a timestamp names for the device with this hash; without a rollout there is one for all. Who runs the new
 * one already keeps it, whatever became of their place: a way back is a revision of its own, never an older one.
 */
export function namedFor(
  { bundle, rollout }: Pick<Timestamp, 'bundle' | 'rollout'>,
  device: { readonly hash: string; readonly runs: string | null },
): Floor {
  if (!rollout || device.runs === bundle.digest || isInRing(device.hash, rollout)) return bundle
  return rollout.others
}
