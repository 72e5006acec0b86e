import { z } from '../../policy/zod.ts'

/**
 * GET /v1/learning?days= or ?week= (approver, admin): what people answered to each rule, most overridden first (F23, S035).
 * A week goes from Monday to Monday, UTC.
 */
export const learningQuerySchema = z.strictObject({
  week: z.optional(z.enum(['this', 'last'])),
  days: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(90))),
})

/** An edit that the answers suggest; words live under `learning.edit.<code>`. Somebody decides, nothing is changed. */
export const proposedEditSchema = z.object({
  code: z.enum(['RAISE_LIMIT', 'REVIEW_DETECTION', 'USE_REASON', 'ADD_REASON']),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The same as something a draft can be given; absent where only a person can say what it would be. */
  change: z.optional(
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('setting'), setting: z.string(), value: z.number() }),
      z.object({ kind: z.literal('mode'), mode: z.literal('tip') }),
      z.object({ kind: z.literal('reason'), label: z.string() }),
    ]),
  ),
})
export type ProposedEdit = z.infer<typeof proposedEditSchema>

const count = z.int()
export const ruleLearningSchema = z.object({
  rule: z.string(),
  name: z.string(),
  owner: z.string(),
  held: count,
  overridden: count,
  /** Most given first. */
  reasons: z.array(z.object({ code: z.string(), label: z.string(), count })),
  /** What was written to "other", newest first. */
  texts: z.array(z.string()),
  disputed: count,
  disputes: z.array(z.string()),
  approved: count,
  denied: count,
  edits: z.array(proposedEditSchema),
})
export type RuleLearning = z.infer<typeof ruleLearningSchema>

export const learningSchema = z.object({
  from: z.string(),
  to: z.string(),
  rules: z.array(ruleLearningSchema),
})
export type Learning = z.infer<typeof learningSchema>
