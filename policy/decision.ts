import type { FactValue } from './condition.ts'
import type { Obligation } from './obligation.ts'
import type { Mode } from './rule.ts'
import type { Tier } from './tier.ts'

export type Effect = 'allow' | 'hold' | 'refuse'

/** Closed list. Words for each live in the locale file under `reason.<code>`; `params` fill their placeholders. */
export const reasonCodes = [
  'NO_TIER',
  'KILLED',
  'LEASE_EXPIRED',
  'NO_CONTACT',
  'NEEDS_PERSON',
  'TIER_NEEDS_APPROVAL',
  'ABOVE_AMOUNT',
  'AMOUNT_MOVED',
  'CLOSE_DATE_MOVED',
  'DISCOUNT_BEYOND_RANGE',
  'DISCOUNT_BELOW_FLOOR',
  'ABOVE_VOLUME',
  'OUTSIDE_TIME_WINDOW',
  'FROZEN',
  'EXPORT_TOO_LARGE',
  'REVIEW_REQUIRED',
  'OVERRIDE_REASON_REQUIRED',
  'BANNED_TERM',
  'RESTRICTED_TERM',
  'APPROVAL_REQUIRED',
  'BUDGET_SPENT',
  'UNREADABLE',
  'POLICY_UNAVAILABLE',
] as const
export type ReasonCode = (typeof reasonCodes)[number]

/** The exact words found (F11). Offsets are UTF-16 code units into the named content part. */
export interface Match {
  readonly part: string
  readonly start: number
  readonly end: number
  readonly text: string
  /** Approved wording (F30), empty when there is none. */
  readonly approved: string
}

export interface Reason {
  readonly code: ReasonCode
  /** Rule id; null when the reason is built in. */
  readonly rule: string | null
  readonly params: Readonly<Record<string, string | number>>
  readonly matches: readonly Match[]
}

/** One line of the trace: the rule, the facts it read and the smallest change that would pass. */
export interface TraceEntry {
  readonly rule: string | null
  readonly kind: string
  readonly mode: Mode | 'built-in'
  readonly outcome: 'passed' | 'failed' | 'unknown'
  readonly facts: Readonly<Record<string, FactValue | null>>
  readonly smallestChange: { readonly fact: string; readonly to: FactValue } | null
}

export interface Decision {
  readonly effect: Effect
  /** The tier in force for this action: the workflow's, lowered by the category ceiling or by an approval that is due. */
  readonly tier: Tier | null
  readonly workflow: string | null
  /** What is still to be met; empty unless `effect` is `hold`. */
  readonly obligations: readonly Obligation[]
  readonly reasons: readonly Reason[]
  /** From rules in mode `tip`: shown, never stopping anything. */
  readonly tips: readonly Reason[]
  /** From rules in mode `observe`: recorded only ("would have"). */
  readonly observed: readonly Reason[]
  readonly trace: readonly TraceEntry[]
  /** What an allowed action takes from the counters reserved for this device; whoever lets it run subtracts it. */
  readonly spends: readonly { readonly rule: string; readonly amount: number }[]
  /** The words found of every term list that was looked for, by list: all that is ever recorded of a content. */
  readonly words: Record<string, string[]>
  readonly bundleVersion: number
}
