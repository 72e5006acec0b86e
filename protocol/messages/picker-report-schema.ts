import { z } from '../../policy/zod.ts'
import { controlSchema, pageSourceSchema, parseSchema, requestSchema, triggerSchema } from '../site-pack.ts'
import type { PickerReport } from './picker-port.ts'

const text = (length: number) => z.string().check(z.maxLength(length))
const list = (length: number) => z.array(text(500)).check(z.maxLength(length))

const proposalSchema = z.strictObject({
  label: text(100),
  control: controlSchema,
  confidence: z.enum(['high', 'medium', 'low', 'none']),
  twins: z.int().check(z.nonnegative(), z.maximum(1e6)),
  place: z.strictObject({
    url: list(5),
    record: z.nullable(text(500)),
    entity: z.nullable(text(200)),
  }),
  form: z.nullable(text(500)),
  recordSource: z.nullable(pageSourceSchema),
})

const fieldSchema = z.strictObject({
  role: z.enum(['field', 'recipients', 'content']),
  name: text(100),
  label: text(200),
  from: pageSourceSchema,
  parse: parseSchema,
  isSure: z.boolean(),
})

const learnedSchema = z.strictObject({
  request: requestSchema,
  score: z.number(),
  missing: list(200),
  extra: list(50),
  carriesUnchanged: z.nullable(z.boolean()),
})

/** Everything a picker may report. Kept apart from picker-port.ts, which the picker imports and which must not reach zod. */
export const pickerReportSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('picker.ready'), url: text(10_000), detect: list(5), name: text(200) }),
  z.strictObject({ type: z.literal('packs.detected'), ids: list(50) }),
  z.strictObject({ type: z.literal('control.picked'), proposal: proposalSchema }),
  z.strictObject({ type: z.literal('field.picked'), field: fieldSchema }),
  z.strictObject({ type: z.literal('pick.cancelled') }),
  z.strictObject({
    type: z.literal('matches.counted'),
    count: z.int().check(z.nonnegative(), z.maximum(1e6)),
  }),
  z.strictObject({ type: z.literal('use.begun'), trigger: triggerSchema }),
  z.strictObject({
    type: z.literal('use.learned'),
    trigger: triggerSchema,
    learned: learnedSchema,
    layer: z.enum(['page-world', 'form']),
  }),
])

/** Fails to compile when the schema accepts something the message type does not know. */
export function asPickerReport(parsed: z.infer<typeof pickerReportSchema>): PickerReport {
  return parsed
}
