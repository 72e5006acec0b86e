import { z } from '../../policy/zod.ts'
import { codeText, ruleText } from './parts.ts'

/** A share of a counter that people, tabs and tools have in common was taken for one action (F51). */
export const reservationTakenSchema = z.object({
  reservation: codeText,
  rule: ruleText,
  amount: z.number(),
  remaining: z.number(),
})
