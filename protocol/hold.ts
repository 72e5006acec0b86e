import type { Action } from '../policy/action.ts'
import type { Decision } from '../policy/decision.ts'
import type { Explanation } from '../policy/explanation.ts'
import type { Fulfilment } from '../policy/obligation.ts'
import type { OverrideChoice } from '../policy/obligation.ts'
import type { Escalation } from './escalation.ts'
import type { BudgetView, MemoryOffer } from './memory.ts'
import type { ApprovalView } from './http/approvals.ts'

/**
 * `inspecting`: opened from a badge, nothing is held. `waiting`: obligations are open. `ready`: all met, the rep must
 * press "Run it now" or repeat the gesture. `running`: let through, outcome not known yet. The rest are final.
 */
export const holdStates = [
  'inspecting',
  'waiting',
  'ready',
  'running',
  'done',
  'failed',
  'cancelled',
  'refused',
] as const
export type HoldState = (typeof holdStates)[number]

/** How long, in ms, a page's own request is kept waiting; after that the page is told that it failed (house rule 6). */
export const requestPatience = 30_000

/** Why the last thing the rep asked for did not work; the words live under `error.<problem>`. */
export const holdProblems = [
  'SERVER_UNREACHABLE',
  'REQUEST_REFUSED',
  'GRANT_UNKNOWN',
  'GRANT_CONSUMED',
  'GRANT_LAPSED',
  'GRANT_REVOKED',
  'PAYLOAD_CHANGED',
  'POLICY_STRICTER',
  'KILLED',
  'CAP_REACHED',
  'PAGE_GONE',
  'REPEAT_ON_PAGE',
  'REASON_UNKNOWN',
  'REASON_NEEDS_TEXT',
  'MEMORY_REFUSED',
  'BUDGET_SPENT',
  'UNEXPECTED',
] as const
export type HoldProblem = (typeof holdProblems)[number]

/** Everything the panel shows about one hold. Made by the worker; the panel renders it and nothing else. */
export interface HoldView {
  readonly hold: string
  readonly state: HoldState
  readonly action: Action
  /** SHA-256 of the canonical action, hex: the same on page, console and chat (F45). */
  readonly digest: string
  readonly decision: Decision
  readonly workflow: {
    readonly id: string
    readonly name: string
    readonly owner: string
    readonly approvers: readonly string[]
  } | null
  readonly surfaceName: string
  /** What the page calls the fields this surface reads, by name; a suggestion may speak of one that did not change. */
  readonly fieldLabels?: Readonly<Record<string, string>>
  /** Names and custom messages of the rules that speak in `decision`, by rule id. */
  readonly rules: Readonly<
    Record<string, { readonly name: string; readonly message: string; readonly owner: string }>
  >
  readonly fulfilled: readonly Fulfilment[]
  readonly explanation:
    | {
        readonly available: true
        readonly explanation: Explanation
        readonly ageHours: number | null
        readonly stale: boolean
      }
    | { readonly available: false; readonly reason: 'none-pushed' | 'server-unreachable' }
  readonly overrideChoices: readonly OverrideChoice[]
  /** How far each open override may be remembered, by rule id (F21). */
  readonly memories?: Readonly<Record<string, MemoryOffer>>
  /** What is left of the rep's own overrides, by id of a rule that limits them (F22). */
  readonly budgets?: Readonly<Record<string, BudgetView>>
  readonly approval: ApprovalView | null
  /** A request was made here and has not reached the server yet; it is sent as soon as the server answers. */
  readonly approvalUnsent?: boolean
  /** Handed to a human from here; null or absent when it was not. */
  readonly escalation?: Escalation | null
  readonly connection: 'online' | 'offline'
  /** An error of the last thing the rep asked for, as a locale key under `error.`; null when it worked. */
  readonly problem: HoldProblem | null
}
