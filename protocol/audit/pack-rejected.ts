import { z } from '../../policy/zod.ts'
import { codeText, freeText } from './parts.ts'

/** A malformed site pack disabled itself; the rest works. */
export const packRejectedSchema = z.object({ pack: codeText, detail: freeText })
