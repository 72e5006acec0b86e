import type { Bundle, Policy } from '../bundle.ts'
import type { Workflow } from '../workflow.ts'

/** What is compared: a policy, or a bundle with what it has stopped. */
export type Compared = Policy & Partial<Pick<Bundle, 'killed'>>

/** Closed list; words for each are in the console's locale file under `loosening.<code>`. */
export const looseningCodes = [
  'SURFACE_OPENED',
  'TIER_CHANGED',
  'APPROVERS_WIDENED',
  'RULE_REMOVED',
  'RULE_MODE_LOWERED',
  'RULE_SCOPE_NARROWED',
  'RULE_CONDITION_NARROWED',
  'RULE_KIND_CHANGED',
  'SETTING_LOOSER',
  'LIST_SHORTENED',
  'CHOICES_WIDENED',
  'OFFLINE_QUOTA',
  'UNAVAILABLE_ALLOWED',
  'PACK_CHANGED',
  'PACK_DISABLED',
  'STOP_DROPPED',
] as const
export type LooseningCode = (typeof looseningCodes)[number]

/** One place where the second policy permits more, or cannot be shown not to. */
export interface Loosening {
  readonly code: LooseningCode
  readonly rule: string | null
  readonly workflow: string | null
  readonly params: Readonly<Record<string, string | number>>
}

/** One governed place under both policies. */
export interface Place {
  readonly surface: string
  readonly before: Workflow
  readonly after: Workflow
}
