import { z } from '../../policy/zod.ts'
import { codeText, freeText } from './parts.ts'

/** Something signed, or that should have been, was not taken. What was in force stays in force. */
export const policyRejectedSchema = z.object({
  reason: codeText,
  detail: freeText,
  /** Which document it was about. */
  document: z.optional(z.enum(['root', 'timestamp', 'kill', 'bundle', 'trust'])),
})
