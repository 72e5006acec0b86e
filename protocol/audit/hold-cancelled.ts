import { z } from '../../policy/zod.ts'

/** The rep gave the held action up, the same action was started again and took its place, or its page is gone. */
export const holdCancelledSchema = z.object({ because: z.enum(['rep', 'repeated', 'page-gone']) })
