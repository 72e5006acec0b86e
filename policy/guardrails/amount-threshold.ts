import type { Finding, Reading } from '../finding.ts'
import { around, changed } from '../probe.ts'
import type { Probe } from '../probe.ts'
import type { SettingsOf } from '../setting.ts'
import { approvalBy, withApproval } from './approval-by.ts'
import { overChanges } from './over-changes.ts'
import { overLimits } from './over-limits.ts'

/** Amounts above `limit`, or moved by more than `changePercent` of what they were, need an approval (S050). */
export const settings = /* @__PURE__ */ withApproval({
  field: { type: 'field' },
  limit: { type: 'number', min: 0, max: 1e15, unit: 'amount' },
  /** Absent: only the limit counts. */
  changePercent: { type: 'number', min: 0, max: 1e6, unit: 'percent', optional: true },
})
export const words = { reasons: ['ABOVE_AMOUNT', 'AMOUNT_MOVED'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const { limit, changePercent } = asked
  const demand = approvalBy(asked, reading)
  return overChanges(reading, asked.field, demand, ({ label, before, after, beforeKnown }, fact) => {
    const value = after ?? 0
    if (typeof value !== 'number') return undefined
    const params = { field: label }
    // A large credit is as much of a change as a large amount, so the sign does not matter.
    const above = overLimits(Math.abs(value), [limit], { code: 'ABOVE_AMOUNT', fact, params, demand })
    if (above || changePercent === undefined || (beforeKnown && !before)) return above
    if (!beforeKnown || typeof before !== 'number') return undefined
    const room = (Math.abs(before) * changePercent) / 100
    const moved = overLimits(Math.abs(value - before), [room], { code: 'AMOUNT_MOVED', fact, params, demand })
    return moved && { ...moved, change: { fact, to: before } }
  })
}

export function probes({ field, limit, changePercent = 0 }: SettingsOf<typeof settings>): Probe[] {
  const before = Math.min(limit, 100)
  return around(limit, before + (before * changePercent) / 100).map((after) => changed(field, before, after))
}
