import { z } from './zod.ts'

const line = z.string().check(z.minLength(1), z.maxLength(300))
const lines = z.array(line).check(z.maxLength(40))
const paragraph = z.string().check(z.maxLength(1000))

/** What an organisation promises and expects in words; no rule reads it (S105-S108, S112-S114). Numbers come from the rules. */
export const acceptableUseSchema = z.strictObject({
  purpose: paragraph,
  allowedData: lines,
  prohibitedData: lines,
  prohibitedActions: lines,
  logging: paragraph,
  retention: paragraph,
  /** Whoever of a third party sees data: what for, and what it keeps. */
  vendors: z
    .array(z.strictObject({ name: line, purpose: paragraph, controls: paragraph, retention: paragraph }))
    .check(z.maxLength(40)),
})
export type AcceptableUse = z.infer<typeof acceptableUseSchema>
