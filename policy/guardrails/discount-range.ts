import type { Finding, Reading } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'
import { approvalBy, withApproval } from './approval-by.ts'
import { overChanges } from './over-changes.ts'
import { changed, around } from '../probe.ts'
import type { Probe } from '../probe.ts'
import { overLimits } from './over-limits.ts'

/** R6: up to `preApprovedUpTo` percent it passes, up to `approvalUpTo` (the floor) it needs an approval, beyond it is refused (S053, S071, S246). */
export const settings = /* @__PURE__ */ withApproval({
  field: { type: 'field' },
  preApprovedUpTo: { type: 'number', min: 0, max: 100, unit: 'percent' },
  approvalUpTo: { type: 'number', min: 0, max: 100, unit: 'percent', notBelow: 'preApprovedUpTo' },
})
export const words = { reasons: ['DISCOUNT_BEYOND_RANGE', 'DISCOUNT_BELOW_FLOOR'], permits: true } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const demand = approvalBy(asked, reading)
  return overChanges(reading, asked.field, demand, ({ label, after }, fact) => {
    const value = after ?? 0
    if (typeof value !== 'number') return undefined
    const params = { field: label }
    const found = overLimits(value, [asked.preApprovedUpTo, asked.approvalUpTo], {
      code: 'DISCOUNT_BEYOND_RANGE',
      fact,
      params,
      demand,
    })
    return found?.refuse ? { ...found, code: 'DISCOUNT_BELOW_FLOOR' } : found
  })
}

export function probes({ field, preApprovedUpTo, approvalUpTo }: SettingsOf<typeof settings>): Probe[] {
  return around(preApprovedUpTo, approvalUpTo).map((after) => changed(field, 0, after))
}
