import { memoryEnds, memoryScopes } from '../../policy/memory.ts'
import { z } from '../../policy/zod.ts'
import { codeText, freeText, ruleText } from './parts.ts'

/** The rep went against a suggestion or a rule and said why, by code (F16). */
export const overrideGivenSchema = z.object({
  rule: ruleText,
  code: codeText,
  text: freeText,
  explanation: z.nullable(codeText),
  /** As it counts against the person's budget; absent where the rule sets none (F22). */
  use: z.optional(z.uuid()),
  /** "Don't ask me again", as far as it was shown to reach; absent when that was not asked for (F21). */
  memory: z.optional(
    z.object({
      id: z.uuid(),
      scope: z.enum(memoryScopes),
      ends: z.enum(memoryEnds),
      until: z.string().check(z.maxLength(40)),
    }),
  ),
})
