import type { Finding, Reading } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'
import { choicesOf } from './choices-of.ts'

/** A reason is picked when what is saved is not what the AI suggested, or always (S034, F16). */
export const settings = {
  when: { type: 'choice', choices: ['deviates', 'always'] },
  /** Absent or empty: every reason of the bundle. */
  codes: { type: 'override-codes', optional: true },
} as const
export const words = { reasons: ['OVERRIDE_REASON_REQUIRED'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const obligation = choicesOf(asked.codes, reading)
  if (asked.when === 'always') return { code: 'OVERRIDE_REASON_REQUIRED', params: { field: '', value: '', suggested: '' }, obligation }
  const { action, facts } = reading
  reading.note('suggestion.present', !!facts.suggestion)
  for (const { field, value } of facts.suggestion?.suggested ?? []) {
    const fact = `field.${field}`
    if (action.unreadable.includes(field)) return { code: 'UNREADABLE', unknown: fact, obligation }
    for (const change of action.fields)
      if (change.name === field && change.after !== value) {
        reading.note(fact, change.after)
        return {
          code: 'OVERRIDE_REASON_REQUIRED',
          params: { field: change.label, value: `${change.after ?? '–'}`, suggested: `${value ?? '–'}` },
          obligation,
          change: { fact, to: value ?? '' },
        }
      }
  }
  return null
}
