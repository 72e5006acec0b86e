import { z } from '../../policy/zod.ts'
import { codeText } from './parts.ts'

/** Two different bundles carry the same version. */
export const policyEquivocationSchema = z.object({
  version: z.int(),
  known: codeText,
  offered: codeText,
})
