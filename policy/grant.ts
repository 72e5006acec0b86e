import { canonical, digest } from './canonical.ts'
import type { Tier } from './tier.ts'

/**
 * What an approver's consent is worth: permission to run exactly one effect, once, before `expiresAt` (trust.md,
 * Approvals 2). Whoever runs it recomputes `digest` from the live record and refuses any difference.
 */
export interface Receipt {
  readonly grant: string
  readonly request: string
  readonly tenant: string
  readonly operation: string
  readonly record: { readonly type: string; readonly ids: readonly string[] } | null
  /** Digest of the canonical action. */
  readonly digest: string
  readonly requester: string
  readonly approvers: readonly string[]
  readonly bundleVersion: number
  readonly bundleDigest: string
  readonly tier: Tier | null
  readonly issuedAt: string
  readonly expiresAt: string
  /** Spent at the server in the transaction that starts the execution. */
  readonly nonce: string
}

/** The exact text that is signed. Order of approvers and of record ids does not matter, everything else does. */
export function receiptText(receipt: Receipt): string {
  return canonical({
    type: 'countersign.receipt.v1',
    ...receipt,
    approvers: [...receipt.approvers].sort(),
    record: receipt.record && { type: receipt.record.type, ids: [...receipt.record.ids].sort() },
  })
}

export function receiptDigest(receipt: Receipt): Promise<string> {
  return digest(receiptText(receipt))
}

export type GrantRefusal = 'GRANT_CONSUMED' | 'GRANT_LAPSED' | 'PAYLOAD_CHANGED'

/** Why a grant may not be used now, or null. Ends at the very moment `expiresAt` is reached (F33, F34, F35). */
export function grantRefusal(
  grant: Pick<Receipt, 'digest' | 'expiresAt'> & { readonly consumedAt: string | null },
  use: { readonly digest: string; readonly now: number },
): GrantRefusal | null {
  if (grant.consumedAt !== null) return 'GRANT_CONSUMED'
  if (grant.digest !== use.digest) return 'PAYLOAD_CHANGED'
  // Written so that a time that cannot be read counts as over.
  return use.now < Date.parse(grant.expiresAt) ? null : 'GRANT_LAPSED'
}
