import { z } from '../../policy/zod.ts'
import { codeText } from './parts.ts'

/** The server offered a version below the highest one seen here. */
export const policyRollbackRejectedSchema = z.object({
  offered: z.int(),
  floor: z.int(),
  digest: codeText,
})
