import { z } from '../../policy/zod.ts'

const text = (length: number) => z.string().check(z.maxLength(length))

/** What every audit event carries. `detail` is checked by the schema of its type (registry.ts). Fields are only ever added. */
export const auditEventSchema = z.strictObject({
  /** UUIDv7 made where the event happened. */
  id: z.uuid(),
  type: z.string().check(z.regex(/^[a-z]+\.[a-z-]+$/), z.maxLength(60)),
  device: z.uuid(),
  /** Per device, from 1, without holes. */
  sequence: z.int().check(z.minimum(1)),
  /** SHA-256 of the canonical event before it on this device; null for the first. */
  previous: z.nullable(text(64)),
  at: text(40),
  bundleVersion: z.nullable(z.int()),
  subject: z.strictObject({
    site: z.nullable(text(100)),
    account: z.nullable(text(300)),
    surface: z.nullable(text(100)),
    operation: z.nullable(text(100)),
    workflow: z.nullable(text(100)),
    tier: z.nullable(z.int()),
    record: z.nullable(z.strictObject({ type: text(200), ids: z.array(text(100)).check(z.maxLength(5000)) })),
    /** Digest of the canonical action. */
    digest: z.nullable(text(64)),
    hold: z.nullable(text(100)),
  }),
  /** True when the row came from page storage alone and carries no verified sender (outbox 1). */
  pageReported: z.boolean(),
  detail: z.record(text(100), z.unknown()),
})
export type AuditEvent = z.infer<typeof auditEventSchema>

/** What the page or a use case states; device, sequence and previous are added when it enters the outbox. */
export type AuditFact = Omit<AuditEvent, 'device' | 'sequence' | 'previous' | 'pageReported'>
