import { z } from '../../policy/zod.ts'

/** The rep gave the held action up, or the same action was started again and took its place. */
export const holdCancelledSchema = z.object({ because: z.enum(['rep', 'repeated']) })
