import type { Finding, Reading } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'
import { choicesOf } from './choices-of.ts'
import { overChanges } from './over-changes.ts'
import { unreadable } from './over-limits.ts'
import { withOverrides } from './with-overrides.ts'

/** A reason is picked when what is saved is not what the AI suggested, or always (S034, F16). */
export const settings = /* @__PURE__ */ withOverrides({
  when: { type: 'choice', choices: ['deviates', 'always'] },
  /** Absent or empty: every reason of the bundle. */
  codes: { type: 'override-codes', optional: true },
})
export const words = { reasons: ['OVERRIDE_REASON_REQUIRED'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const { suggestion, mayHaveSuggestion } = reading.facts
  const demand = choicesOf(asked.codes, reading)
  const code = 'OVERRIDE_REASON_REQUIRED'
  if (asked.when === 'always') return { code, ...demand }
  if (!suggestion) return mayHaveSuggestion ? unreadable('suggestion.present', demand) : null
  for (const { field, value } of suggestion.suggested) {
    const found = overChanges(reading, field, demand, ({ label, after }, fact) =>
      after === value
        ? null
        : {
            code,
            params: { field: label, value: `${after ?? ''}`, suggested: `${value ?? ''}` },
            change: { fact, to: value ?? '' },
            ...demand,
          },
    )
    if (found) return found
  }
  return null
}
