import { z } from '../../policy/zod.ts'
import { codeText } from './parts.ts'

/** Another kill document is in force on the device. */
export const killAppliedSchema = z.object({
  epoch: z.int().check(z.nonnegative()),
  digest: codeText,
  /** How many scopes it stops. */
  scopes: z.int().check(z.nonnegative()),
})
