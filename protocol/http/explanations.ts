import { explanationSchema } from '../../policy/explanation.ts'
import { z } from '../../policy/zod.ts'

const text = (length: number) => z.string().check(z.maxLength(length))

/**
 * GET /v1/explanations?site=..[&account=..&recordType=..&recordId=..&operation=..]: newest first, at most one for each
 * record and operation. `more` = there are others beyond the 200 listed.
 */
export const explanationListSchema = z.object({
  explanations: z.array(explanationSchema).check(z.maxLength(200)),
  more: z.boolean(),
})
export type ExplanationList = z.infer<typeof explanationListSchema>

export const explanationQuerySchema = z.object({
  site: text(100),
  account: z.optional(text(300)),
  recordType: z.optional(text(200)),
  recordId: z.optional(text(100)),
  operation: z.optional(text(100)),
})

/** POST /v1/explanations (service key): 201, or 200 when this very explanation is there already; 409 EXPLANATION_ID_TAKEN. */
export const explanationReceiptSchema = z.object({ id: z.string(), recordedAt: z.string() })
