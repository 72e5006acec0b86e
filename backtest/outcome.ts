import type { Decision } from '../policy/decision.ts'
import type { Obligation } from '../policy/obligation.ts'

/**
 * What an action meets, from nothing to the end: it passes, passes with a tip, waits for a step of the rep's own (a
 * review, a reason), waits for an approval, or cannot go on as it is.
 */
export const outcomes = ['pass', 'tip', 'step', 'approval', 'blocked'] as const
export type Outcome = (typeof outcomes)[number]

export type Approval = Extract<Obligation, { kind: 'approval' }>

export function outcomeOf({ effect, obligations, reasons, tips }: Decision): Outcome {
  if (effect === 'allow') return tips.length > 0 ? 'tip' : 'pass'
  // A reason that nothing can be done about stands in the way for good, whatever else is asked.
  if (effect === 'refuse' || obligations.length < reasons.length) return 'blocked'
  return obligations.some(({ kind }) => kind === 'approval') ? 'approval' : 'step'
}

export function approvalsOf({ obligations }: Decision): readonly Approval[] {
  return obligations.filter((obligation) => obligation.kind === 'approval')
}

/** Whom a decision is sent to, as one text: steps in order, whoever of a step may sign. */
export function sentTo(decision: Decision): readonly string[] {
  return approvalsOf(decision).map(({ approvers }) => approvers.join(' / '))
}

export function rankOf(outcome: Outcome): number {
  return outcomes.indexOf(outcome)
}
