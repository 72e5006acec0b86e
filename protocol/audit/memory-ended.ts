import { z } from '../../policy/zod.ts'
import { ruleText } from './parts.ts'

/** The rep is asked again: they said so, or the policy, the person or the browser became another one. */
export const memoryEndedSchema = z.object({
  memory: z.uuid(),
  rule: ruleText,
  because: z.enum(['rep', 'changed']),
})
