import { z } from '../../policy/zod.ts'
import { codeText, ruleText } from './parts.ts'

/** A reason given before stood for this action too, because the rep had asked not to be asked again (F21). */
export const overrideRememberedSchema = z.object({
  rule: ruleText,
  code: codeText,
  /** The memory it passed on, as `override.given` named it. */
  memory: z.uuid(),
  explanation: z.nullable(codeText),
  /** As it counts against the person's budget; absent where the rule sets none (F22). */
  use: z.optional(z.uuid()),
})
