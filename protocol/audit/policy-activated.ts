import { z } from '../../policy/zod.ts'
import { codeText } from './parts.ts'

export const policyActivatedSchema = z.object({
  version: z.int(),
  digest: codeText,
  previousVersion: z.nullable(z.int()),
})
