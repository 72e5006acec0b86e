import { categories } from './tier.ts'
import { z } from './zod.ts'

/** Data-risk tags of the register (S206-S210). */
export const dataRisks = ['pii', 'customer-confidential', 'pricing', 'contract-terms', 'credentials'] as const

const name = z.string().check(z.minLength(1), z.maxLength(200))
export const idSchema = z.string().check(z.minLength(1), z.maxLength(100), z.regex(/^[a-z0-9][a-z0-9.-]*$/))
/** `<site>/<surface>`, e.g. `tryton/opportunity-save`. */
export const surfaceRefSchema = z
  .string()
  .check(z.maxLength(201), z.regex(/^[a-z0-9][a-z0-9.-]*\/[a-z0-9][a-z0-9.-]*$/))
/** A group of people (`deal-desk`) or one person's e-mail address. */
export const approverSchema = z.string().check(z.minLength(1), z.maxLength(200))

/** One entry of the AI governance register (S212). `tier: null` means untiered: refused with NO_TIER (S020). */
export const workflowSchema = z.strictObject({
  id: idSchema,
  name,
  category: z.enum(categories),
  tier: z.nullable(z.literal([1, 2, 3, 4])),
  dataRisk: z.array(z.enum(dataRisks)).check(z.maxLength(5)),
  owner: name,
  approvers: z.array(approverSchema).check(z.maxLength(20)),
  logs: z.array(name).check(z.maxLength(20)),
  kpis: z.array(name).check(z.maxLength(20)),
  surfaces: z.array(surfaceRefSchema).check(z.maxLength(200)),
})
export type Workflow = z.infer<typeof workflowSchema>
