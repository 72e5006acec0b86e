import { z } from './zod.ts'
import { idSchema } from './workflow.ts'

/** What starts the action. `request` means only its network request was seen. */
export const triggers = ['click', 'keys', 'submit', 'drag', 'script', 'request'] as const
export type Trigger = (typeof triggers)[number]

const text = (length: number) => z.string().check(z.maxLength(length))
/** Money and counts are finite numbers, dates are `YYYY-MM-DD`, everything else is text. `null` = empty. */
const scalarSchema = z.nullable(z.union([z.number(), z.boolean(), text(2000)]))
export type Scalar = z.infer<typeof scalarSchema>

/** `before` is absent (`unknown: true`) when no baseline was seen, for instance when only the request was seen. */
export const fieldChangeSchema = z.strictObject({
  name: text(100),
  label: text(200),
  before: scalarSchema,
  after: scalarSchema,
  beforeKnown: z.boolean(),
})
export type FieldChange = z.infer<typeof fieldChangeSchema>

/**
 * What is about to happen, described by a site pack and nothing else. Values come from a page and are hostile input.
 * `operation` names what is executed (several surfaces can start one operation); `surface` names where it was started.
 */
export const actionSchema = z.strictObject({
  site: idSchema,
  /** The customer's account inside the site: host and database, e.g. `127.0.0.1:8000/crm`. */
  account: text(300),
  surface: idSchema,
  operation: idSchema,
  trigger: z.enum(triggers),
  /** `agent` when the gesture was scripted (`isTrusted` false) or only a request was seen outside a person's gesture. */
  actor: z.enum(['person', 'agent']),
  record: z.nullable(z.strictObject({ type: text(200), ids: z.array(text(100)).check(z.maxLength(5000)) })),
  fields: z.array(fieldChangeSchema).check(z.maxLength(200)),
  recipients: z.array(text(320)).check(z.maxLength(10_000)),
  content: z.array(z.strictObject({ name: text(100), text: text(100_000) })).check(z.maxLength(20)),
  /** How many records or people are touched, where the page says so; null = unknown. */
  volume: z.nullable(z.number().check(z.nonnegative())),
  /** Parts that hold text an AI control of the page put in, and how much of it the rep changed since: 0 nothing, 1 all. */
  assisted: z.exactOptional(
    z
      .array(z.strictObject({ name: text(100), changed: z.number().check(z.minimum(0), z.maximum(1)) }))
      .check(z.maxLength(220)),
  ),
  /** Names of declared reads that could not be made; what would need a person is held. */
  unreadable: z.array(text(100)).check(z.maxLength(200)),
})
export type Action = z.infer<typeof actionSchema>
