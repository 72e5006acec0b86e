import { z } from '../../policy/zod.ts'
import { codeText } from './parts.ts'

/** The server did not let a grant be spent: used before, lapsed, revoked, or for another action (F33, F35). */
export const grantRefusedSchema = z.object({ grant: codeText, execution: codeText, code: codeText })
