import { z } from '../../policy/zod.ts'
import { codeText } from './parts.ts'

export const approvalWithdrawnSchema = z.object({ request: codeText })
