import type { Finding, Reading } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'
import { approvalBy, approvalSettings } from './approval-by.ts'

/** Exports above `approvalAbove` records need an approval, above `refuseAbove` they are refused (S052, S111). */
export const settings = {
  approvalAbove: { type: 'number', min: 0, max: 1e9, unit: 'count' },
  refuseAbove: { type: 'number', min: 0, max: 1e9, unit: 'count', optional: true },
  ...approvalSettings,
} as const
export const words = { reasons: ['EXPORT_TOO_LARGE'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const { approvalAbove, refuseAbove = Infinity } = asked
  const records = reading.fact('volume') ?? reading.fact('record.count')
  const obligation = approvalBy(asked, reading)
  if (typeof records !== 'number') return { code: 'UNREADABLE', unknown: 'volume', obligation }
  const isRefused = records > refuseAbove
  if (!isRefused && records <= approvalAbove) return null
  const limit = isRefused ? refuseAbove : approvalAbove
  const base = { code: 'EXPORT_TOO_LARGE', params: { value: records, limit }, change: { fact: 'volume', to: limit } } as const
  return isRefused ? { ...base, refuse: true } : { ...base, obligation }
}
