import { z } from '../../policy/zod.ts'
import { auditEventSchema } from '../audit/event.ts'
import { describedActionSchema, statedDecisionSchema } from '../audit/parts.ts'
import { pageOf, pageQuery } from './page.ts'

/**
 * GET /v1/escalations?scope&cursor&limit. `to-answer`: open ones addressed to the asking person, oldest first (admins: every
 * open one, so that none stays where nobody looks); `mine`: made by them, newest first; `all`: admins and approvers.
 */
export const escalationScopes = ['to-answer', 'mine', 'all'] as const
export type EscalationScope = (typeof escalationScopes)[number]
export const escalationQuerySchema = z.strictObject({
  ...pageQuery,
  scope: z.optional(z.enum(escalationScopes)),
})

const personSchema = z.object({ id: z.string(), name: z.string(), email: z.string() })

export const escalationViewSchema = z.object({
  id: z.string(),
  /** Id of the event `hold.escalated`. */
  event: z.string(),
  rep: personSchema,
  subject: z.pick(auditEventSchema.shape.subject, {
    site: true,
    account: true,
    surface: true,
    operation: true,
    tier: true,
    record: true,
    hold: true,
  }),
  workflow: z.nullable(z.object({ id: z.string(), name: z.string() })),
  reason: z.string(),
  text: z.string(),
  to: z.array(z.string()),
  /** What is held and why, as the device last recorded it; null when that event has not arrived. */
  held: z.nullable(z.object({ action: describedActionSchema, decision: statedDecisionSchema })),
  receivedAt: z.string(),
  answer: z.nullable(z.object({ note: z.string(), by: personSchema, at: z.string() })),
  mayAnswer: z.boolean(),
})
export type EscalationView = z.infer<typeof escalationViewSchema>

/** `toAnswer` counts what waits for the asking person, whatever the scope. */
export const escalationListSchema = z.extend(pageOf(escalationViewSchema), { toAnswer: z.int() })
export type EscalationList = z.infer<typeof escalationListSchema>

/** POST /v1/escalations/:id/answer. 404 ESCALATION_UNKNOWN, 409 ESCALATION_ANSWERED, 403 OWN_ESCALATION. */
export const escalationAnswerSchema = z.strictObject({
  note: z.string().check(z.trim(), z.minLength(1), z.maxLength(2000)),
})
