import { z } from '../../policy/zod.ts'
import { memoryEnds, memoryScopes } from '../../policy/memory.ts'
import { escalationReasons } from '../escalation.ts'

const hold = z.uuid()
const rule = z.string().check(z.minLength(1), z.maxLength(100))
const text = (length: number) => z.string().check(z.maxLength(length))

/** Everything a panel frame or the side panel may say. */
export const panelMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hold.opened'), hold }),
  z.strictObject({
    type: z.literal('review.completed'),
    hold,
    rule,
    tickedAfterMs: z.number().check(z.nonnegative(), z.maximum(1e9)),
    scrolledToEnd: z.boolean(),
  }),
  z.strictObject({ type: z.literal('review.cleared'), hold, rule }),
  z.strictObject({
    type: z.literal('override.given'),
    hold,
    rule,
    code: z.string().check(z.minLength(1), z.maxLength(100)),
    text: text(2000),
    remember: z.exactOptional(z.strictObject({ scope: z.enum(memoryScopes), ends: z.enum(memoryEnds) })),
  }),
  z.strictObject({ type: z.literal('memory.forgotten'), memory: z.uuid() }),
  z.strictObject({ type: z.literal('detection.disputed'), hold, rule, text: text(2000) }),
  z.strictObject({
    type: z.literal('approval.requested'),
    hold,
    rationale: z.string().check(z.minLength(1), z.maxLength(4000)),
    rollbackPlan: z.string().check(z.minLength(1), z.maxLength(4000)),
    decideWithinMinutes: z.int().check(z.minimum(1), z.maximum(10_080)),
    ticket: text(300),
  }),
  z.strictObject({ type: z.literal('approval.withdrawn'), hold }),
  z.strictObject({
    type: z.literal('hold.escalated'),
    hold,
    reason: z.enum(escalationReasons),
    text: text(2000),
  }),
  z.strictObject({ type: z.literal('hold.resumed'), hold }),
  z.strictObject({ type: z.literal('hold.cancelled'), hold }),
  z.strictObject({
    type: z.literal('panel.measured'),
    hold,
    height: z.number().check(z.nonnegative(), z.maximum(20_000)),
  }),
  z.strictObject({ type: z.literal('panel.closed'), hold }),
  z.strictObject({ type: z.literal('holds.listed') }),
])
