import type { Finding, Reading } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'
import { choicesOf } from './choices-of.ts'
import { termHits } from './term-hits.ts'
import { withOverrides } from './with-overrides.ts'

/** Held until it is reworded; only a rule that says so lets a rep go on with a reason (S041, F24). */
export const settings = /* @__PURE__ */ withOverrides({
  lists: { type: 'term-lists' },
  allowOverride: { type: 'boolean', optional: true },
  codes: { type: 'override-codes', optional: true },
})
export const words = { reasons: ['BANNED_TERM'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  return termHits(reading, asked.lists, 'BANNED_TERM', [
    asked.allowOverride ? choicesOf(asked.codes, reading) : {},
  ])
}
