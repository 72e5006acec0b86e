import { z } from '../../policy/zod.ts'
import { codeText, freeText } from './parts.ts'

/** A bundle was not taken: malformed, of another tenant, too large, or wrongly signed. The one before stays in force. */
export const policyRejectedSchema = z.object({ reason: codeText, detail: freeText })
