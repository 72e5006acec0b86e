import type { Finding, Reading } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'
import { approvalBy, approvalSettings } from './approval-by.ts'
import { overChanges } from './over-changes.ts'

/** Amounts above `limit`, or moved by more than `changePercent` of what they were, need an approval (S050). */
export const settings = {
  field: { type: 'field' },
  limit: { type: 'number', min: 0, max: 1e15, unit: 'amount' },
  /** Absent: only the limit counts. */
  changePercent: { type: 'number', min: 0, max: 1e6, unit: 'percent', optional: true },
  ...approvalSettings,
} as const
export const words = { reasons: ['ABOVE_AMOUNT'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const { limit, changePercent } = asked
  const obligation = approvalBy(asked, reading)
  return overChanges(reading, asked.field, { obligation }, ({ label, before, after, beforeKnown }) => {
    if (after !== null && typeof after !== 'number') return undefined
    const fact = `field.${asked.field}`
    const found = (to: number): Finding => ({
      code: 'ABOVE_AMOUNT',
      params: { field: label, value: after ?? 0, limit: to },
      obligation,
      change: { fact, to },
    })
    // A large credit is as much of a change as a large amount, so the sign does not matter.
    if (after !== null && Math.abs(after) > limit) return found(limit)
    if (changePercent === undefined) return null
    if (!beforeKnown) return undefined
    if (before === null) return null
    if (typeof before !== 'number') return undefined
    const room = (Math.abs(before) * changePercent) / 100
    const moved = (after ?? 0) - before
    return before !== 0 && Math.abs(moved) > room ? found(before + Math.sign(moved) * room) : null
  })
}
