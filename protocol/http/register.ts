import { workflowSchema } from '../../policy/workflow.ts'
import { z } from '../../policy/zod.ts'

/**
 * One entry of the register. `bound` holds those of its `surfaces` that a known site pack really has; empty = nothing
 * enforces this workflow.
 */
export const registerEntrySchema = z.extend(workflowSchema, {
  bound: z.array(
    z.object({
      ref: z.string(),
      site: z.string(),
      surface: z.string(),
      name: z.string(),
      backstop: z.enum(['network', 'page-world', 'none']),
    }),
  ),
})
export type RegisterEntry = z.infer<typeof registerEntrySchema>

/** GET /v1/register. `unbound` counts the entries nothing enforces. */
export const registerSchema = z.object({
  version: z.int(),
  issuedAt: z.string(),
  unbound: z.int(),
  entries: z.array(registerEntrySchema),
})
export type Register = z.infer<typeof registerSchema>
