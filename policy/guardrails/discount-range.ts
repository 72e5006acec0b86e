import type { Finding, Reading } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'
import { approvalBy, approvalSettings } from './approval-by.ts'
import { overChanges } from './over-changes.ts'

/** R6: up to `preApprovedUpTo` percent it passes, up to `approvalUpTo` (the floor) it needs an approval, beyond it is refused (S053, S071, S246). */
export const settings = {
  field: { type: 'field' },
  preApprovedUpTo: { type: 'number', min: 0, max: 100, unit: 'percent' },
  approvalUpTo: { type: 'number', min: 0, max: 100, unit: 'percent' },
  ...approvalSettings,
} as const
export const words = { reasons: ['DISCOUNT_BEYOND_RANGE', 'DISCOUNT_BELOW_FLOOR'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const obligation = approvalBy(asked, reading)
  return overChanges(reading, asked.field, { obligation }, ({ label, after }) => {
    if (after === null) return null
    if (typeof after !== 'number') return undefined
    if (after <= asked.preApprovedUpTo) return null
    const isBelowFloor = after > asked.approvalUpTo
    const limit = isBelowFloor ? asked.approvalUpTo : asked.preApprovedUpTo
    const base = { params: { field: label, value: after, limit }, change: { fact: `field.${asked.field}`, to: limit } }
    return isBelowFloor
      ? { code: 'DISCOUNT_BELOW_FLOOR', refuse: true, ...base }
      : { code: 'DISCOUNT_BEYOND_RANGE', obligation, ...base }
  })
}
