import { z } from '../../policy/zod.ts'
import { codeText } from './parts.ts'

/** A governed place could not be read in full; only names, never values (F7). */
export const surfaceDegradedSchema = z.object({
  missing: z.array(codeText).check(z.maxLength(200)),
  /** Elements, names of attributes, roles and types around it, for whoever mends the pack. */
  fingerprint: z.optional(z.string().check(z.maxLength(3000))),
})
