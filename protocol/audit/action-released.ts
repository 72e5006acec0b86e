import { z } from '../../policy/zod.ts'
import { codeText, describedActionSchema, freeText, ruleText } from './parts.ts'

/** All obligations were met and any grant was spent; written before the page is told to let the action pass. */
export const actionReleasedSchema = z.object({
  action: describedActionSchema,
  grant: z.nullable(codeText),
  execution: z.nullable(codeText),
  fulfilled: z
    .array(
      z.object({
        kind: codeText,
        rule: z.nullable(ruleText),
        /** Code of an override reason; the label is never stored (F16). */
        code: z.nullable(codeText),
        text: z.nullable(freeText),
      }),
    )
    .check(z.maxLength(2000)),
})
