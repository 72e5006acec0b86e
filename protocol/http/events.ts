import { z } from '../../policy/zod.ts'

/** POST /v1/events: at most 500 a batch. Items are parsed one by one, so that a poison item never blocks the rest. */
export const eventBatchSchema = z.strictObject({
  events: z.array(z.unknown()).check(z.minLength(1), z.maxLength(500)),
})
/** Answer per item, in order (outbox 4). `reason` is a stable code for rejected items. */
export const eventReceiptsSchema = z.object({
  receipts: z.array(
    z.object({
      id: z.string(),
      outcome: z.enum(['accepted', 'duplicate', 'rejected']),
      reason: z.nullable(z.string()),
    }),
  ),
  /** Highest sequence stored without a hole for this device. */
  contiguousTo: z.number(),
})
