import { z } from '../../policy/zod.ts'
import { codeText, describedActionSchema } from './parts.ts'

/** The held draft was changed: what was reviewed or approved before no longer covers it (F19, F33). */
export const holdEditedSchema = z.object({
  action: describedActionSchema,
  previousDigest: codeText,
})
