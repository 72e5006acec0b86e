import type {
  RolloutCause,
  RolloutMeasure,
  RolloutPlan,
  rolloutStates,
} from '../../protocol/http/rollouts.ts'
import type { Jsonb } from './jsonb.ts'

export interface RolloutTables {
  policy_rollouts: {
    tenant: string
    id: string
    state: (typeof rolloutStates)[number]
    /** The version that was published; renewals of its lease bear later numbers. */
    version: number
    /** What everybody outside runs now. */
    others: number
    plan: Jsonb<RolloutPlan>
    /** Which ring of the plan joined last, and what that is in a timestamp. */
    ring: number
    share: number
    listed: string[]
    started_by: string | null
    started_at: Date
    ring_at: Date
    /** How often this ring was judged. */
    looks: number
    halted_at: Date | null
    halted_by: string | null
    halt_reason: string
    cause: Jsonb<RolloutCause> | null
    accepted: RolloutMeasure[]
    closed_at: Date | null
    closed_by: string | null
    closed_version: number | null
  }
}
