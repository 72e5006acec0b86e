import type { Finding, Reading } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'
import { termHits } from './term-hits.ts'

/** Words that may be used after a person has read them in their place (S042). */
export const settings = {
  lists: { type: 'term-lists' },
  floorSeconds: { type: 'number', min: 0, max: 600, unit: 'seconds', optional: true },
} as const
export const words = { reasons: ['RESTRICTED_TERM'] } as const

export function check(
  { lists, floorSeconds = 0 }: SettingsOf<typeof settings>,
  reading: Reading,
): Finding | null {
  return termHits(reading, lists, 'RESTRICTED_TERM', { obligation: { kind: 'review', floorSeconds } })
}
