import { decidedActionSchema } from '../audit/parts.ts'
import { auditEventSchema } from '../audit/event.ts'
import { z } from '../../policy/zod.ts'

const time = z.string().check(z.maxLength(40))

/**
 * POST /v1/backtests {from, to} (admin): what a run over the decisions that arrived in a period begins with. It is on the
 * record, because whoever runs it reads what everybody did. `to` is never later than now; 400 QUERY_INVALID.
 */
export const backtestRequestSchema = z.strictObject({ from: time, to: time })
export const backtestPlanSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** How many decisions there are. */
  count: z.int(),
  /** Every version, with the one whose policy it only issued again. */
  versions: z.array(z.object({ version: z.int(), policy: z.int() })),
  /** With the groups of today. */
  people: z.array(
    z.object({ id: z.string(), name: z.string(), email: z.string(), groups: z.array(z.string()) }),
  ),
  approvals: z.object({
    /** Requests decided in the period, and how long half of them waited at most. */
    decided: z.int(),
    medianWaitMs: z.nullable(z.number()),
    /** Decisions of which it is known how long the approver had the request before them. */
    considered: z.int(),
    medianConsideredMs: z.nullable(z.number()),
  }),
})
export type BacktestPlan = z.infer<typeof backtestPlanSchema>

export const decisionTypes = ['action.allowed', 'action.held', 'action.refused'] as const

/** A decision as it is on the record. */
export const recordedDecisionSchema = z.object({
  person: z.nullable(z.string()),
  event: z.object({
    id: z.string(),
    type: z.enum(decisionTypes),
    at: z.string(),
    bundleVersion: z.nullable(z.int()),
    subject: auditEventSchema.shape.subject,
    detail: decidedActionSchema,
  }),
})
export type RecordedDecision = z.infer<typeof recordedDecisionSchema>

/** GET /v1/backtests/decisions?from&to&cursor&limit (admin), oldest first; a page ends early when it grows heavy. */
export const decisionQuerySchema = z.strictObject({
  from: time,
  to: time,
  cursor: z.optional(z.string().check(z.maxLength(500))),
  limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(5000))),
})
/** Items are read one by one, so that one that cannot be read is counted and never stops the run. */
export const decisionPageSchema = z.object({
  items: z.array(z.unknown()).check(z.maxLength(5000)),
  next: z.nullable(z.string()),
})
