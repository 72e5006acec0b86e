import type { Scalar } from '../action.ts'
import type { Finding, Reading } from '../finding.ts'
import { around, changed } from '../probe.ts'
import type { Probe } from '../probe.ts'
import type { SettingsOf } from '../setting.ts'
import { approvalBy, withApproval } from './approval-by.ts'
import { overChanges } from './over-changes.ts'

/** A close date moved by more than `days`, either way, or into another calendar quarter, needs an approval (S050). */
export const settings = /* @__PURE__ */ withApproval({
  field: { type: 'field' },
  /** Absent: any distance inside the quarter passes. */
  days: { type: 'number', min: 0, max: 3650, unit: 'days', optional: true },
  acrossQuarters: { type: 'boolean', optional: true },
})
export const words = { reasons: ['CLOSE_DATE_MOVED'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const demand = approvalBy(asked, reading)
  return overChanges(reading, asked.field, demand, ({ label, before, after, beforeKnown }, fact) => {
    if (!beforeKnown) return undefined
    // A first close date moves nothing; clearing one does, or clearing it and setting it anew would be a way round.
    if (!before || before === after) return null
    const [day, quarter] = dayOf(before)
    const [newDay, newQuarter] = after ? dayOf(after) : [Infinity, Infinity]
    const days = Math.abs(newDay - day)
    if (Number.isNaN(days)) return undefined
    const { days: limit = days, acrossQuarters } = asked
    if (after && days <= limit && !(acrossQuarters && quarter !== newQuarter)) return null
    return {
      code: 'CLOSE_DATE_MOVED',
      params: { field: label, before: `${before}`, after: `${after ?? ''}`, limit: asked.days ?? 0 },
      change: { fact, to: `${before}` },
      ...demand,
    }
  })
}

type Day = readonly [day: number, quarter: number]

// Many rules ask about the same two dates; what is lost with the cache is only time.
const seen = new Map<Scalar, Day>()

/** Days since the epoch and the calendar quarter of `YYYY-MM-DD`; NaN for anything else. */
function dayOf(value: Scalar): Day {
  let found = seen.get(value)
  if (!found) {
    if (seen.size > 100) seen.clear()
    // Not Date.parse: browsers disagree about the 30th of February, and a page must decide as the server does.
    const [year = NaN, month = NaN, day = NaN] = `${value}`.split('-').map(Number)
    found = [Date.UTC(year, month - 1, day) / 86_400_000, year * 4 + Math.ceil(month / 3)]
    seen.set(value, found)
  }
  return found
}

export function probes({ field, days = 0 }: SettingsOf<typeof settings>): Probe[] {
  const dateOf = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)
  return around(0, days, 90).map((day) => changed(field, dateOf(0), dateOf(day)))
}
