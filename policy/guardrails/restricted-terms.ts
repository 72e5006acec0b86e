import type { Finding, Reading } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'
import { approvalBy, withApproval } from './approval-by.ts'
import { termHits } from './term-hits.ts'

/**
 * Words that may be used after a person has read them in their place (S042), or, where the rule says so, after somebody
 * else has approved them: regulated claims, contract language, what sounds like an endorsement.
 */
export const settings = /* @__PURE__ */ withApproval({
  lists: { type: 'term-lists' },
  floorSeconds: { type: 'number', min: 0, max: 600, unit: 'seconds', optional: true },
  approval: { type: 'boolean', optional: true },
})
export const words = { reasons: ['RESTRICTED_TERM'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding | null {
  const { lists, floorSeconds = 0, approval } = asked
  const demand = approval ? approvalBy(asked, reading) : undefined
  const review = { obligation: { kind: 'review', floorSeconds } } as const
  return termHits(reading, lists, 'RESTRICTED_TERM', [demand ?? review, demand])
}
