import { z } from '../../policy/zod.ts'
import { codeText } from './parts.ts'

/** The device trusts another root from here on: pinned, or signed by the keys of the one before. */
export const rootAcceptedSchema = z.object({ version: z.int().check(z.minimum(1)), digest: codeText })
