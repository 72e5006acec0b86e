import { fieldChangeSchema } from '../../policy/action.ts'
import { explanationSchema } from '../../policy/explanation.ts'
import { z } from '../../policy/zod.ts'

const text = (length: number) => z.string().check(z.maxLength(length))
const name = z.string().check(z.minLength(1), z.maxLength(200))
const count = z.int().check(z.minimum(0))
const share = z.number().check(z.minimum(0), z.maximum(1))
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/))
export const timeSchema = text(40).check(
  z.refine(
    (value) => /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)),
    'No ISO 8601 time.',
  ),
)

/** Where a value written by AI came from. None of it may be missing: a write without it is refused (S125-S129). */
const provenanceSchema = z.strictObject({
  field: name,
  source: name,
  at: timeSchema,
  confidence: share,
  before: fieldChangeSchema.shape.before,
  after: fieldChangeSchema.shape.after,
  /** The rule that made the update. */
  reason: z.string().check(z.minLength(1), z.maxLength(500)),
})

/** One run of an AI agent: what went in and what came out (S136-S146). Content itself stays where it was made. */
export const runReportSchema = z.strictObject({
  agent: name,
  inputs: z.strictObject({
    /** The words, or their SHA-256 where they are sensitive. */
    instruction: z.union([z.strictObject({ text: text(10_000) }), z.strictObject({ sha256 })]),
    sources: z
      .array(
        z.strictObject({
          kind: z.enum(['crm-object', 'enrichment-vendor', 'email', 'call', 'other']),
          name,
          ref: z.nullable(text(500)),
        }),
      )
      .check(z.maxLength(100)),
    dataAsOf: z.nullable(timeSchema),
  }),
  outputs: z.strictObject({
    content: z.array(z.strictObject({ name, version: name, sha256 })).check(z.maxLength(20)),
    updates: z.array(provenanceSchema).check(z.maxLength(200)),
    scores: z
      .array(z.strictObject({ name, before: z.nullable(z.number()), after: z.number() }))
      .check(z.maxLength(50)),
    confidence: explanationSchema.shape.confidence,
    drivers: explanationSchema.shape.drivers,
    toolCalls: z.array(z.strictObject({ system: name, call: name })).check(z.maxLength(200)),
  }),
})

/** What an agent or a tool did (S151-S157). */
export const executionReportSchema = z.strictObject({
  agent: name,
  sent: count,
  targets: z.array(text(320)).check(z.maxLength(10_000)),
  exported: z.nullable(z.strictObject({ records: count, destination: text(500) })),
  errors: z.array(text(500)).check(z.maxLength(100)),
  retries: count,
  fallbacks: z.array(text(500)).check(z.maxLength(100)),
})

/** What came of it (S158-S163); whatever the tool can tell, and at least one thing. */
export const outcomeReportSchema = z
  .strictObject({
    bounceRate: z.optional(share),
    spamComplaints: z.optional(count),
    replyRate: z.optional(share),
    conversion: z.optional(share),
    stageProgression: z.optional(z.strictObject({ from: name, to: name })),
    churnRisk: z.optional(z.strictObject({ before: z.nullable(share), after: share })),
    pipelineImpact: z.optional(z.number()),
  })
  .check(z.refine((outcome) => Object.keys(outcome).length > 0, 'Nothing is reported.'))
