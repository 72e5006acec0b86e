import type { Finding, Reading } from '../finding.ts'
import { around } from '../probe.ts'
import type { Probe } from '../probe.ts'
import type { SettingsOf } from '../setting.ts'
import { beyondBy, withApproval } from './approval-by.ts'
import { overLimits, unreadable } from './over-limits.ts'

/** How many recipients, records or actions at once (`perAction`) and in a period, counted by the server for everyone (S064, S119, F51). */
export const settings = /* @__PURE__ */ withApproval({
  unit: { type: 'choice', choices: ['recipients', 'records', 'actions'] },
  perAction: { type: 'number', min: 0, max: 1e6, unit: 'count', optional: true },
  /** Absent: no shared counter. */
  perPeriod: { type: 'number', min: 0, max: 1e6, unit: 'count', optional: true },
  period: { type: 'choice', choices: ['hour', 'day', 'week'], optional: true },
  beyond: { type: 'choice', choices: ['approval', 'refuse'] },
})
export const words = { reasons: ['ABOVE_VOLUME'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const { unit, perAction = Infinity, perPeriod = Infinity, period = 'day' } = asked
  const demand = beyondBy(asked, reading)
  const fact = unit === 'recipients' ? 'recipients.count' : unit === 'records' ? 'volume' : 'actions'
  const amount =
    unit === 'actions'
      ? 1
      : (reading.fact(fact) ?? (unit === 'records' ? reading.fact('record.count') : undefined))
  if (typeof amount !== 'number') return unreadable(fact, demand)
  const found = { code: 'ABOVE_VOLUME', fact, params: { unit }, demand } as const
  const beyond = overLimits(amount, [Math.min(perAction, perPeriod)], found)
  if (beyond || perPeriod === Infinity || reading.spend(amount)) return beyond
  return {
    code: 'ABOVE_VOLUME',
    params: { unit, value: amount, limit: perPeriod },
    obligation: { kind: 'reservation', counter: `${reading.rule}.${period}`, amount },
  }
}

export function probes({ unit, perAction = 1, perPeriod = perAction }: SettingsOf<typeof settings>): Probe[] {
  return around(1, perAction, perPeriod)
    .filter((amount) => amount >= 0 && amount <= 10_000)
    .map((amount) => ({
      action:
        unit === 'recipients'
          ? { recipients: Array<string>(amount).fill('a@example.test') }
          : { volume: amount },
    }))
}
