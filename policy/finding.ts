import type { Action } from './action.ts'
import type { FactValue } from './condition.ts'
import type { Match, ReasonCode } from './decision.ts'
import type { Facts } from './facts.ts'
import type { Obligation, OverrideChoice } from './obligation.ts'
import type { Workflow } from './workflow.ts'

type WithoutRule<O> = O extends Obligation ? Omit<O, 'rule'> : never

/** What one guardrail found against an action; `null` from a check means that it passed. */
export interface Finding {
  /** `UNREADABLE` when something could not be read: the rule then counts as matching. */
  readonly code: ReasonCode
  readonly params?: Readonly<Record<string, string | number>>
  readonly matches?: readonly Match[]
  /** What a person can do about it. Without one the action stays held until it is changed. */
  readonly obligation?: WithoutRule<Obligation>
  readonly refuse?: true
  /** The smallest change that would pass. */
  readonly change?: { readonly fact: string; readonly to: FactValue }
}

/** Everything a check may look at. `fact` and `note` put what was read into the trace. */
export interface Reading {
  readonly action: Action
  readonly facts: Facts
  /** Epoch milliseconds. */
  readonly now: number
  readonly workflow: Workflow
  /** Id of the rule being checked. */
  readonly rule: string
  readonly choices: readonly OverrideChoice[]
  /** undefined = unknown: missing, unreadable or not a fact. */
  readonly fact: (name: string) => FactValue | undefined
  readonly note: (name: string, value: FactValue | null) => void
  /** Hits of one term list in the content; undefined when the list is not there. */
  readonly matches: (list: string) => readonly Match[] | undefined
  /** Take `amount` of what this device has reserved for this rule; false when there is not enough. */
  readonly spend: (amount: number) => boolean
}

export type Check<S = never> = (settings: S, reading: Reading) => Finding | null
