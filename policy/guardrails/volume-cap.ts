import type { Finding, Reading } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'
import { approvalSettings, beyondBy } from './approval-by.ts'

/** How many recipients, records or actions at once (`perAction`) and in a period, counted by the server for everyone (S064, S119, F51). */
export const settings = {
  unit: { type: 'choice', choices: ['recipients', 'records', 'actions'] },
  perAction: { type: 'number', min: 0, max: 1e6, unit: 'count', optional: true },
  /** Absent: no shared counter. */
  perPeriod: { type: 'number', min: 0, max: 1e6, unit: 'count', optional: true },
  period: { type: 'choice', choices: ['hour', 'day', 'week'], optional: true },
  beyond: { type: 'choice', choices: ['approval', 'refuse'] },
  ...approvalSettings,
} as const
export const words = { reasons: ['ABOVE_VOLUME'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const { unit, perAction = Infinity, perPeriod } = asked
  const fact = unit === 'recipients' ? 'recipients.count' : unit === 'records' ? 'volume' : 'actions'
  const amount = unit === 'actions' ? 1 : (reading.fact(fact) ?? (unit === 'records' ? reading.fact('record.count') : undefined))
  if (typeof amount !== 'number')
    return { code: 'UNREADABLE', unknown: fact, ...(asked.beyond === 'approval' && beyondBy(asked, reading)) }
  const limit = Math.min(perAction, perPeriod ?? Infinity)
  const params = { value: amount, limit, unit }
  if (amount > limit) return { code: 'ABOVE_VOLUME', params, change: { fact, to: limit }, ...beyondBy(asked, reading) }
  if (perPeriod === undefined || reading.spend(amount)) return null
  return {
    code: 'ABOVE_VOLUME',
    params: { ...params, limit: perPeriod },
    obligation: { kind: 'reservation', counter: `${reading.rule}.${asked.period ?? 'day'}`, amount },
  }
}
