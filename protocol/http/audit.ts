import { auditEventSchema } from '../audit/event.ts'
import { z } from '../../policy/zod.ts'
import { pageOf, pageQuery } from './page.ts'

const text = (length: number) => z.optional(z.string().check(z.maxLength(length)))

/** GET /v1/audit. Filters are combined with "and"; `text` looks into the whole event. A rep sees only their own events. */
export const auditQuerySchema = z.strictObject({
  ...pageQuery,
  text: text(200),
  type: text(60),
  person: text(320),
  workflow: text(100),
  record: text(200),
  hold: text(100),
  from: text(40),
  to: text(40),
})
export type AuditQuery = z.infer<typeof auditQuerySchema>

/**
 * A recorded event. `canonical` is the exact text that was stored, `digest` its SHA-256. Events of the server itself
 * (a decision, a publication) have no device and no sequence.
 */
export const recordedEventSchema = z.object({
  id: z.string(),
  type: z.string(),
  at: z.string(),
  receivedAt: z.string(),
  person: z.nullable(z.object({ id: z.string(), name: z.string(), email: z.string() })),
  device: z.nullable(z.string()),
  sequence: z.nullable(z.number()),
  bundleVersion: z.nullable(z.number()),
  subject: auditEventSchema.shape.subject,
  pageReported: z.boolean(),
  detail: z.record(z.string(), z.unknown()),
  digest: z.string(),
  canonical: z.string(),
})
export type RecordedEvent = z.infer<typeof recordedEventSchema>
export const auditPageSchema = pageOf(recordedEventSchema)
