import type { Scalar } from '../action.ts'
import type { Finding, Reading } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'
import { approvalBy, approvalSettings } from './approval-by.ts'
import { overChanges } from './over-changes.ts'

/** A close date moved by more than `days`, either way, or into another calendar quarter, needs an approval (S050). */
export const settings = {
  field: { type: 'field' },
  /** Absent: any distance inside the quarter passes. */
  days: { type: 'number', min: 0, max: 3650, unit: 'days', optional: true },
  acrossQuarters: { type: 'boolean', optional: true },
  ...approvalSettings,
} as const
export const words = { reasons: ['CLOSE_DATE_MOVED'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const obligation = approvalBy(asked, reading)
  return overChanges(reading, asked.field, { obligation }, ({ label, before, after, beforeKnown }) => {
    if (!beforeKnown) return undefined
    // A first close date moves nothing; clearing one does, or clearing and setting it anew would be a way round.
    if (before === null || before === after) return null
    const from = dayOf(before)
    const to = after === null ? Infinity : dayOf(after)
    if (from === undefined || to === undefined) return undefined
    const days = asked.days ?? Infinity
    const isFar = Math.abs(to - from) > days
    const isAcross = asked.acrossQuarters && (after === null || quarterOf(before) !== quarterOf(after))
    if (after !== null && !isFar && !isAcross) return null
    return {
      code: 'CLOSE_DATE_MOVED',
      params: { field: label, before: `${before}`, after: `${after ?? '–'}`, limit: isFar ? days : 0 },
      obligation,
      change: { fact: `field.${asked.field}`, to: isFar && days < 1e4 ? isoOf(from + Math.sign(to - from) * days) : `${before}` },
    }
  })
}

const msPerDay = 86_400_000

/** Days since the epoch of a real `YYYY-MM-DD`, undefined for anything else (2025-02-30 is not a date). */
function dayOf(value: Scalar): number | undefined {
  const day = Date.parse(`${value}T00:00Z`) / msPerDay
  return Number.isInteger(day) && isoOf(day) === value ? day : undefined
}

function isoOf(day: number): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10)
}

function quarterOf(date: Scalar): string {
  const text = `${date}`
  return text.slice(0, 5) + Math.ceil(+text.slice(5, 7) / 3)
}
