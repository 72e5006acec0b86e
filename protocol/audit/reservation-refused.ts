import { z } from '../../policy/zod.ts'
import { codeText, ruleText } from './parts.ts'

export const reservationRefusedSchema = z.object({
  reservation: codeText,
  rule: ruleText,
  amount: z.number(),
  code: codeText,
})
