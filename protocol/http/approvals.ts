import { actionSchema } from '../../policy/action.ts'
import { z } from '../../policy/zod.ts'
import { pageOf, pageQuery } from './page.ts'

const text = (length: number) => z.string().check(z.maxLength(length))
const required = (length: number) => z.string().check(z.minLength(1), z.maxLength(length))
const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/))

/** draft is never stored on the server. Terminal: denied, expired, withdrawn, superseded, consumed, lapsed, revoked. */
export const approvalStates = [
  'pending',
  'approved',
  'denied',
  'expired',
  'withdrawn',
  'superseded',
  'consumed',
  'lapsed',
  'revoked',
] as const

/** POST /v1/approval-requests. The server recomputes `digest` from `action` and refuses a mismatch. `id` makes it idempotent. */
export const approvalRequestSchema = z.strictObject({
  id: z.uuid(),
  hold: z.uuid(),
  action: actionSchema,
  digest,
  rationale: required(4000),
  rollbackPlan: required(4000),
  decideWithinMinutes: z.int().check(z.minimum(1), z.maximum(10_080)),
  ticket: text(300),
  /** The request this one replaces; it becomes `superseded`. */
  supersedes: z.nullable(z.uuid()),
})
export type ApprovalRequest = z.infer<typeof approvalRequestSchema>

/** POST /v1/approval-requests/:id/decision. `digest` is what the approver saw. */
export const approvalDecisionSchema = z.strictObject({
  decision: z.enum(['approve', 'deny']),
  digest,
  note: text(4000),
  /** How long the approver had the request before their eyes, where the client measured it. */
  consideredMs: z.optional(z.int().check(z.nonnegative(), z.maximum(86_400_000))),
})

/** One request as everyone sees it: rep's panel, approver's console. */
export const approvalViewSchema = z.object({
  id: z.string(),
  state: z.enum(approvalStates),
  requester: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  action: actionSchema,
  digest: z.string(),
  workflow: z.object({ id: z.string(), name: z.string() }),
  tier: z.nullable(z.number()),
  /** One step per open approval obligation: who may sign it, who did. */
  steps: z.array(
    z.object({
      rule: z.nullable(z.string()),
      ruleName: z.string(),
      approvers: z.array(z.string()),
      approvedBy: z.nullable(z.object({ id: z.string(), name: z.string() })),
    }),
  ),
  rationale: z.string(),
  rollbackPlan: z.string(),
  ticket: z.string(),
  note: z.string(),
  createdAt: z.string(),
  decideBy: z.string(),
  decidedAt: z.nullable(z.string()),
  decidedBy: z.nullable(z.object({ id: z.string(), name: z.string() })),
  /** Set once approved: use it before this. */
  useBy: z.nullable(z.string()),
  grant: z.nullable(z.string()),
  /** Set once approved: the server's signed statement of what was approved (DSSE, Ed25519). */
  receipt: z.optional(
    z.nullable(
      z.object({
        payloadType: z.literal('application/vnd.countersign.receipt+json;v=1'),
        payload: z.string(),
        signatures: z.array(z.object({ keyid: z.string(), sig: z.string() })),
      }),
    ),
  ),
  supersedes: z.nullable(z.string()),
  /** Whether the person asking may decide, and if not why (`requester`, `not-an-approver`, `not-pending`). */
  mayDecide: z.boolean(),
  mayNotDecideBecause: z.nullable(z.string()),
})
export type ApprovalView = z.infer<typeof approvalViewSchema>

/** POST /v1/grants/:id/consume. `execution` makes it idempotent: the same execution gets the same answer, another is refused. */
export const grantConsumptionSchema = z.strictObject({
  execution: z.uuid(),
  digest,
})
/** 200. Errors: 404 GRANT_UNKNOWN, 409 GRANT_CONSUMED | GRANT_LAPSED | PAYLOAD_CHANGED | GRANT_REVOKED | POLICY_STRICTER | KILLED. */
export const grantConsumedSchema = z.object({
  grant: z.string(),
  execution: z.string(),
  consumedAt: z.string(),
})

/**
 * GET /v1/approval-requests?scope&state&cursor&limit. `to-decide`: pending ones the asking person may decide, most urgent
 * first; `mine`: asked for by them; `all`: admins and approvers. GET /v1/approval-requests/:id answers approvalViewSchema.
 */
export const approvalScopes = ['to-decide', 'mine', 'all'] as const
export type ApprovalScope = (typeof approvalScopes)[number]
export const approvalQuerySchema = z.strictObject({
  ...pageQuery,
  scope: z.optional(z.enum(approvalScopes)),
  state: z.optional(z.enum(approvalStates)),
})
/** `toDecide` counts what waits for the asking person, whatever the filter. */
export const approvalListSchema = z.extend(pageOf(approvalViewSchema), { toDecide: z.int() })
export type ApprovalList = z.infer<typeof approvalListSchema>
