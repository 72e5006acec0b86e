import { z } from './zod.ts'

const text = (length: number) => z.string().check(z.maxLength(length))

/** What an AI vendor says about one suggestion (S031-S033, F10). Shown as given, never trusted for a decision. */
export const explanationSchema = z.strictObject({
  id: text(100),
  site: text(100),
  account: text(300),
  record: z.strictObject({ type: text(200), id: text(100) }),
  operation: text(100),
  model: text(200),
  /** What the AI suggests, per field; a rep who saves something else deviates (S034). */
  suggested: z
    .array(
      z.strictObject({
        field: text(100),
        value: z.nullable(z.union([z.number(), z.boolean(), text(2000)])),
      }),
    )
    .check(z.maxLength(50)),
  drivers: z
    .array(
      z.strictObject({
        name: text(200),
        direction: z.enum(['raises', 'lowers']),
        /** Share of the suggestion, 0 to 1. */
        weight: z.number().check(z.minimum(0), z.maximum(1)),
      }),
    )
    .check(z.maxLength(20)),
  /** ISO 8601 time of the newest data used; null = the vendor does not say. */
  dataAsOf: z.nullable(text(40)),
  confidence: z.nullable(z.enum(['low', 'medium', 'high'])),
  sources: z.array(z.strictObject({ name: text(200), url: z.nullable(text(2000)) })).check(z.maxLength(50)),
  at: text(40),
})
export type Explanation = z.infer<typeof explanationSchema>

/** The part of an explanation a decision reads: did the rep deviate from what was suggested? */
export type Suggestion = Pick<Explanation, 'id' | 'suggested'> & {
  /** Whoever made it, so that a kill of `agent:<model>` reaches scripted actions that follow it. */
  readonly model?: string
}
