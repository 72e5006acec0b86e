import type { Finding, Reading } from '../finding.ts'
import { around } from '../probe.ts'
import type { Probe } from '../probe.ts'
import type { SettingsOf } from '../setting.ts'
import { approvalBy, withApproval } from './approval-by.ts'
import { overLimits, unreadable } from './over-limits.ts'

/** Exports above `approvalAbove` records need an approval, above `refuseAbove` they are refused (S052, S111). */
export const settings = /* @__PURE__ */ withApproval({
  approvalAbove: { type: 'number', min: 0, max: 1e9, unit: 'count' },
  refuseAbove: { type: 'number', min: 0, max: 1e9, unit: 'count', optional: true, notBelow: 'approvalAbove' },
})
export const words = { reasons: ['EXPORT_TOO_LARGE'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const demand = approvalBy(asked, reading)
  const fact = 'volume'
  const records = reading.fact(fact)
  return typeof records === 'number'
    ? overLimits(records, [asked.approvalAbove, asked.refuseAbove], {
        code: 'EXPORT_TOO_LARGE',
        fact,
        demand,
      })
    : unreadable(fact, demand)
}

export function probes({ approvalAbove, refuseAbove = approvalAbove }: SettingsOf<typeof settings>): Probe[] {
  return around(approvalAbove, refuseAbove).map((volume) => ({ action: { volume: Math.max(0, volume) } }))
}
