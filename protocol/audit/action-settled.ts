import { z } from '../../policy/zod.ts'

/** What became of a released action, as the page saw it. */
export const actionSettledSchema = z.object({
  outcome: z.enum(['done', 'failed', 'not-seen']),
  status: z.nullable(z.int()),
})
