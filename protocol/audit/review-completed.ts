import { z } from '../../policy/zod.ts'
import { ruleText } from './parts.ts'

/** The evidence behind a tick (F20); under the floor is a sampling mark, never a punishment. */
export const reviewCompletedSchema = z.object({
  rule: ruleText,
  tickedAfterMs: z.number().check(z.nonnegative()),
  scrolledToEnd: z.boolean(),
  underFloor: z.boolean(),
})
