import { actionSchema } from '../../policy/action.ts'
import { z } from '../../policy/zod.ts'
import { auditEventSchema } from '../audit/event.ts'

const hold = z.uuid()
const name = z.string().check(z.maxLength(100))

/** An inbox row and its copy: what the page states; device, sequence and chain are added by the worker. */
export const auditFactSchema = z.omit(auditEventSchema, {
  device: true,
  sequence: true,
  previous: true,
  pageReported: true,
})

/** Everything a page may say. Kept apart from page-port.ts, which content scripts import and which must not reach zod. */
export const pageMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('page.opened'), url: z.string().check(z.maxLength(10_000)) }),
  z.strictObject({
    type: z.literal('action.held'),
    hold,
    action: actionSchema,
    ageMs: z.exactOptional(z.number().check(z.nonnegative(), z.maximum(1e12))),
  }),
  z.strictObject({ type: z.literal('hold.edited'), hold, action: actionSchema }),
  z.strictObject({ type: z.literal('surface.inspected'), hold, action: actionSchema }),
  z.strictObject({ type: z.literal('action.reported'), fact: auditFactSchema }),
  z.strictObject({
    type: z.literal('action.settled'),
    hold,
    outcome: z.enum(['done', 'failed', 'not-seen']),
    status: z.nullable(z.int().check(z.minimum(0), z.maximum(999))),
  }),
  z.strictObject({ type: z.literal('panel.dismissed'), hold }),
  z.strictObject({
    type: z.literal('surface.degraded'),
    site: z.exactOptional(name),
    surface: name,
    missing: z.array(name).check(z.maxLength(200)),
    fingerprint: z.exactOptional(z.string().check(z.maxLength(3000))),
  }),
])
