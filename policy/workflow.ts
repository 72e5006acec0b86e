import { z } from './zod.ts'

/** Autonomy tiers in order (S021): 1 suggest, 2 draft, 3 execute with approval, 4 execute autonomously. More is more autonomy. */
export const tiers = [1, 2, 3, 4] as const
export type Tier = (typeof tiers)[number]

/** The six always-approval categories (S071-S104). Their ceiling is tier 3 and no rule can lift it (R1, R2). */
export const alwaysApprovalCategories = [
  'pricing',
  'legal',
  'export',
  'outreach',
  'permissions',
  'public-statement',
] as const
export const categories = [...alwaysApprovalCategories, 'routine'] as const
export type Category = (typeof categories)[number]

/** Data-risk tags of the register (S206-S210). */
export const dataRisks = [
  'pii',
  'customer-confidential',
  'pricing',
  'contract-terms',
  'credentials',
] as const

const name = z.string().check(z.minLength(1), z.maxLength(200))
export const idSchema = z
  .string()
  .check(z.minLength(1), z.maxLength(100), z.regex(/^[a-z0-9][a-z0-9.-]*$/))
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
