import { modes } from '../../policy/rule.ts'
import { z } from '../../policy/zod.ts'

/** GET /v1/policy/effects?days= (approver, admin): what each rule did to the decisions on the record, by its mode then (F71). */
export const effectsQuerySchema = z.strictObject({
  days: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(90))),
})
export const effectsSchema = z.object({
  days: z.number(),
  /** Decisions of each workflow; under the empty name those that no workflow governed. */
  decisions: z.record(z.string(), z.number()),
  /** In how many of them a rule matched, in one mode, and of how many people. */
  items: z.array(z.object({ rule: z.string(), mode: z.enum(modes), count: z.number(), people: z.number() })),
})
export type Effects = z.infer<typeof effectsSchema>
