/** Why a rep hands a hold to a human; the words live in the locale file under `escalate.<reason>`. */
export const escalationReasons = ['UNSURE', 'RULE_WRONG', 'URGENT', 'OTHER'] as const
export type EscalationReason = (typeof escalationReasons)[number]

/** One escalation as the rep sees it. */
export interface Escalation {
  /** Id of the event. */
  readonly id: string
  readonly reason: EscalationReason
  readonly text: string
  readonly to: readonly string[]
  /** ISO 8601. */
  readonly at: string
  readonly answer: EscalationAnswer | null
}
export interface EscalationAnswer {
  readonly note: string
  readonly by: string
  readonly at: string
}
