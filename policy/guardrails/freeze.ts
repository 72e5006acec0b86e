import type { Finding, Reading } from '../finding.ts'
import type { Probe } from '../probe.ts'
import type { SettingsOf } from '../setting.ts'
import { beyondBy, withApproval } from './approval-by.ts'

/**
 * Nothing runs from one moment until just before another, but what its emergency approvers let through (F52). The moments
 * carry their distance from UTC, so an hour that comes twice or never is no question here; the zone is how they are read.
 */
export const settings = /* @__PURE__ */ withApproval({
  from: { type: 'moment' },
  to: { type: 'moment', after: 'from' },
  zone: { type: 'zone' },
  beyond: { type: 'choice', choices: ['approval', 'refuse'] },
})
export const words = { reasons: ['FROZEN'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const { from, to, zone } = asked
  // Written so that a moment nobody can read freezes.
  return Date.parse(from) > reading.now || Date.parse(to) <= reading.now
    ? null
    : {
        code: 'FROZEN',
        params: { to, zone },
        change: { fact: 'now', to },
        ...beyondBy(asked, reading),
      }
}

export function probes({ from, to }: SettingsOf<typeof settings>): Probe[] {
  return [from, to].flatMap((moment) =>
    [-1, 0, 1].map((by) => ({ action: {}, now: Date.parse(moment) + by })),
  )
}
