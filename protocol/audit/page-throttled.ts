import { z } from '../../policy/zod.ts'
import { codeText } from './parts.ts'

/** A page sent more, larger or other messages than an honest one would. */
export const pageThrottledSchema = z.object({ reason: codeText, origin: z.string().check(z.maxLength(500)) })
