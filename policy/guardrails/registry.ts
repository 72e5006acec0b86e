import type { Check } from '../finding.ts'
import type { ReasonCode } from '../decision.ts'
import type { Probe } from '../probe.ts'
import type { Settings } from '../setting.ts'
import * as amountThreshold from './amount-threshold.ts'
import * as approval from './approval.ts'
import * as bannedTerms from './banned-terms.ts'
import * as closeDateThreshold from './close-date-threshold.ts'
import * as discountRange from './discount-range.ts'
import * as exportCap from './export-cap.ts'
import * as freeze from './freeze.ts'
import * as overrideReason from './override-reason.ts'
import * as requiredReview from './required-review.ts'
import * as restrictedTerms from './restricted-terms.ts'
import * as timeWindow from './time-window.ts'
import * as volumeCap from './volume-cap.ts'

export interface GuardrailKind {
  /** What can be set; schema and rule builder are made from it. */
  readonly settings: Settings
  /** Which reasons it can give. Its name and labels are in the locale file under `guardrail.<kind>`. */
  readonly words: {
    readonly reasons: readonly ReasonCode[]
    /** What it lets pass is a permission, so another rule that refuses the same contradicts it. */
    readonly permits?: true
  }
  readonly check: Check
  /** Inputs around its limits, for lint to try rules against each other. */
  readonly probes?: (settings: never) => readonly Probe[]
}

/** Every guardrail kind with its settings and words, for worker, server and console. */
export const guardrails: ReadonlyMap<string, GuardrailKind> = new Map<string, GuardrailKind>([
  ['amount-threshold', amountThreshold],
  ['approval', approval],
  ['banned-terms', bannedTerms],
  ['close-date-threshold', closeDateThreshold],
  ['discount-range', discountRange],
  ['export-cap', exportCap],
  ['freeze', freeze],
  ['override-reason', overrideReason],
  ['required-review', requiredReview],
  ['restricted-terms', restrictedTerms],
  ['time-window', timeWindow],
  ['volume-cap', volumeCap],
])
