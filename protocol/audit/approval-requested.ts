import { z } from '../../policy/zod.ts'
import { codeText, freeText } from './parts.ts'

export const approvalRequestedSchema = z.object({
  request: codeText,
  rationale: freeText,
  rollbackPlan: freeText,
  decideWithinMinutes: z.int(),
  ticket: freeText,
  supersedes: z.nullable(codeText),
})
