import type { Check } from '../finding.ts'
import { check as amountThreshold } from './amount-threshold.ts'
import { check as approval } from './approval.ts'
import { check as bannedTerms } from './banned-terms.ts'
import { check as closeDateThreshold } from './close-date-threshold.ts'
import { check as discountRange } from './discount-range.ts'
import { check as exportCap } from './export-cap.ts'
import { check as freeze } from './freeze.ts'
import { check as overrideReason } from './override-reason.ts'
import { check as requiredReview } from './required-review.ts'
import { check as restrictedTerms } from './restricted-terms.ts'
import { check as timeWindow } from './time-window.ts'
import { check as volumeCap } from './volume-cap.ts'

/** The logic of every guardrail kind, and nothing else: this is what the page carries. */
export const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
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
