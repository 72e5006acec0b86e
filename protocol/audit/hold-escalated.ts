import { z } from '../../policy/zod.ts'
import { codeText, freeText } from './parts.ts'

/** The rep handed a hold to a human (S230). `to`: groups or addresses of the approvers and of the rules' owners. */
export const holdEscalatedSchema = z.object({
  reason: codeText,
  text: freeText,
  to: z.array(freeText).check(z.maxLength(100)),
})
