import type { Finding, Reading } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'
import { approvalSettings, beyondBy } from './approval-by.ts'

/** Only on these weekdays, from `from` until just before `to`, on the clock of one zone (S065, S120). `to` <= `from` runs past midnight. */
export const settings = {
  zone: { type: 'zone' },
  from: { type: 'time' },
  to: { type: 'time' },
  /** Absent or empty: every day. A window past midnight belongs to the day it began on. */
  weekdays: { type: 'weekdays', optional: true },
  beyond: { type: 'choice', choices: ['approval', 'refuse'] },
  ...approvalSettings,
} as const
export const words = { reasons: ['OUTSIDE_TIME_WINDOW'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const { zone, from, to } = asked
  const local = localTime(zone, reading.now)
  const time = local.slice(-5)
  const today = 'MonTueWedThuFriSatSun'.indexOf(local.slice(0, 3)) / 3
  reading.note('now', local)
  const isOpenOn = (day: number) => !asked.weekdays?.length || asked.weekdays.includes((day % 7) + 1)
  const isInside =
    from < to
      ? isOpenOn(today) && from <= time && time < to
      : (isOpenOn(today) && from <= time) || (isOpenOn(today + 6) && time < to)
  if (isInside) return null
  return {
    code: 'OUTSIDE_TIME_WINDOW',
    params: { time: local, from, to, zone },
    change: { fact: 'now', to: from },
    ...beyondBy(asked, reading),
  }
}

// A formatter costs 50 times what using it costs; what is lost with the cache is only time.
const clocks = new Map<string, { readonly format: Intl.DateTimeFormat; now: number; text: string }>()

/** `Mon 09:05` in the zone. @throws RangeError for a zone the runtime does not know. */
function localTime(zone: string, now: number): string {
  let clock = clocks.get(zone)
  if (!clock) {
    const format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    clocks.set(zone, (clock = { format, now: NaN, text: '' }))
  }
  if (clock.now !== now) {
    clock.text = clock.format.format(now)
    clock.now = now
  }
  return clock.text
}
