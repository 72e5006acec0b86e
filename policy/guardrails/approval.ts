import type { Finding, Reading } from '../finding.ts'
import type { SettingsOf } from '../setting.ts'
import { approvalBy, withApproval } from './approval-by.ts'

/** Always an approval; its condition says when (S048, S109-S111). */
export const settings = /* @__PURE__ */ withApproval({})
export const words = { reasons: ['APPROVAL_REQUIRED'] } as const

export function check(asked: SettingsOf<typeof settings>, reading: Reading): Finding {
  return { code: 'APPROVAL_REQUIRED', ...approvalBy(asked, reading) }
}
