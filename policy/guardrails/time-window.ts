import type { Finding, Reading } from '../finding.ts'
import type { Probe } from '../probe.ts'
import type { SettingsOf } from '../setting.ts'
import { beyondBy, withApproval } from './approval-by.ts'

/** Only on these weekdays, from `from` until just before `to`, on the clock of one zone (S065, S120). `to` <= `from` runs past midnight. */
export const settings = /* @__PURE__ */ withApproval({
  zone: { type: 'zone' },
  from: { type: 'time' },
  to: { type: 'time' },
  /** Absent or empty: every day. A window past midnight belongs to the day it began on. */
  weekdays: { type: 'weekdays', optional: true },
  beyond: { type: 'choice', choices: ['approval', 'refuse'] },
})
export const words = { reasons: ['OUTSIDE_TIME_WINDOW'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const { zone, from, to, weekdays } = asked
  const local = localTime(zone, reading.now)
  const time = local.slice(-5)
  const today = 'MonTueWedThuFriSatSun'.indexOf(local.slice(0, 3)) / 3
  const isOpenOn = (day: number) => !weekdays?.length || weekdays.includes((day % 7) + 1)
  reading.note('now', local)
  if (
    from < to
      ? isOpenOn(today) && from <= time && time < to
      : time < to
        ? isOpenOn(today + 6)
        : from <= time && isOpenOn(today)
  )
    return null
  return {
    code: 'OUTSIDE_TIME_WINDOW',
    params: { time: local, from, to, zone },
    change: { fact: 'now', to: from },
    ...beyondBy(asked, reading),
  }
}

// A formatter costs 50 times what using it costs; what is lost with the cache is only time.
const clocks = new Map<string, Intl.DateTimeFormat>()

/** `Mon 09:05` in the zone. @throws RangeError for a zone the runtime does not know. */
function localTime(timeZone: string, now: number): string {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    })
    clocks.set(timeZone, clock)
  }
  return clock.format(now)
}

/** Every half hour of one week, because two windows meet in zones and on weekdays as well as in hours. */
export function probes(): Probe[] {
  return Array.from({ length: 7 * 48 }, (_, half) => ({
    action: {},
    now: Date.UTC(2026, 5, 8) + half * 1_800_000,
  }))
}
