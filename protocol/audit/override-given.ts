import { z } from '../../policy/zod.ts'
import { codeText, freeText, ruleText } from './parts.ts'

/** The rep went against a suggestion or a rule and said why, by code (F16). */
export const overrideGivenSchema = z.object({
  rule: ruleText,
  code: codeText,
  text: freeText,
  explanation: z.nullable(codeText),
})
