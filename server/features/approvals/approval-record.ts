import type { approvalStates } from '../../../protocol/http/approvals.ts'

export type ApprovalState = (typeof approvalStates)[number]

/** One open approval obligation of the request. */
export interface ApprovalStep {
  readonly rule: string | null
  readonly ruleName: string
  readonly approvers: readonly string[]
  readonly useWithinMinutes: number
  readonly approvedBy: { readonly id: string; readonly name: string } | null
  readonly approvedAt: string | null
}

/** What was approved, by whom, for how long: signed, so that it can be shown outside this server. */
export interface SignedReceipt {
  readonly payloadType: 'application/vnd.countersign.receipt+json;v=1'
  readonly payload: string
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
}
