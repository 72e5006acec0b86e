import type { Finding, Reading } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'
import { termHits, termParams } from './term-hits.ts'

/** Words that may be used after a person has read them in their place (S042). */
export const settings = {
  lists: { type: 'term-lists' },
  floorSeconds: { type: 'number', min: 0, max: 600, unit: 'seconds', optional: true },
} as const
export const words = { reasons: ['RESTRICTED_TERM'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  return termHits(reading, asked.lists, (matches) => ({
    code: 'RESTRICTED_TERM',
    params: termParams(matches),
    matches,
    obligation: { kind: 'review', floorSeconds: asked.floorSeconds ?? 0 },
    change: { fact: 'content.terms', to: 0 },
  }))
}
