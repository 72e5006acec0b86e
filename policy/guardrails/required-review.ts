import type { Finding } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'

/** A person ticks that they have read it, before sending or saving (S045, S046). A tick under the floor is recorded, not punished (F20). */
export const settings = { floorSeconds: { type: 'number', min: 0, max: 600, unit: 'seconds' } } as const
export const words = { reasons: ['REVIEW_REQUIRED'] } as const

export function check({ floorSeconds }: SettingsOf<typeof settings>): Finding {
  return { code: 'REVIEW_REQUIRED', obligation: { kind: 'review', floorSeconds } }
}
