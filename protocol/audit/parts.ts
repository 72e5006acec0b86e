import { fieldChangeSchema, triggers } from '../../policy/action.ts'
import { explanationSchema } from '../../policy/explanation.ts'
import { leases } from '../../policy/facts.ts'
import { z } from '../../policy/zod.ts'

const text = (length: number) => z.string().check(z.maxLength(length))

/** What was about to happen, as the record keeps it: fields with before and after, targets, and how much text, never the text. */
export const describedActionSchema = z.object({
  trigger: z.enum(triggers),
  actor: z.enum(['person', 'agent']),
  fields: z.array(fieldChangeSchema).check(z.maxLength(200)),
  recipients: z.array(text(320)).check(z.maxLength(10_000)),
  content: z.array(z.object({ name: text(100), length: z.int() })).check(z.maxLength(20)),
  volume: z.nullable(z.number()),
  unreadable: z.array(text(100)).check(z.maxLength(200)),
  /** AI-assisted parts and how much of the AI's text the rep changed (F8); absent when nothing was. */
  assisted: z.optional(z.array(z.object({ name: text(100), changed: z.number() })).check(z.maxLength(220))),
})
export type DescribedAction = z.infer<typeof describedActionSchema>

const statedReasonSchema = z.object({
  /** A `ReasonCode`; kept open, so that an older server takes the events of a newer extension. */
  code: text(100),
  rule: z.nullable(text(100)),
  params: z.record(text(100), z.union([text(2000), z.number()])),
})
const statedReasons = z.array(statedReasonSchema).check(z.maxLength(2000))

/** Why it went the way it went. `observed` is what rules in mode `observe` would have done. */
export const statedDecisionSchema = z.object({
  effect: z.enum(['allow', 'hold', 'refuse']),
  reasons: statedReasons,
  tips: statedReasons,
  observed: statedReasons,
  obligations: z.array(z.object({ kind: text(50), rule: z.nullable(text(100)) })).check(z.maxLength(2000)),
})
export type StatedDecision = z.infer<typeof statedDecisionSchema>

const { id, suggested, model } = explanationSchema.shape

/**
 * What else it was decided on, so that the same policy decides the same again. Of a content only the words that were found
 * are kept, by term list that was looked for.
 */
export const decisionInputsSchema = z.object({
  lease: z.enum(leases),
  /** The stops that reached it. */
  killed: z.array(text(300)).check(z.maxLength(1000)),
  /** What had been met for this very effect, as from the hold before it. */
  fulfilled: z
    .array(
      z.object({
        kind: z.enum(['review', 'override-reason', 'approval', 'reservation']),
        rule: z.nullable(text(100)),
        code: z.nullable(text(100)),
        hasText: z.boolean(),
        amount: z.nullable(z.number()),
      }),
    )
    .check(z.maxLength(2000)),
  // A page states more of it than is needed, so this is not the strict schema.
  suggestion: z.nullable(z.object({ id, suggested, model })),
  /** Rules whose override budget this person had used up, so that an approval took the place of a reason (F22). */
  spent: z.optional(z.array(text(100)).check(z.maxLength(2000))),
  /** There may have been a suggestion that was not known where it was decided. */
  mayHaveSuggestion: z.boolean(),
  words: z
    .record(text(100), z.array(text(300)).check(z.maxLength(5)))
    .check(z.refine((words) => Object.keys(words).length <= 100)),
  /** Epoch milliseconds, by the clock that was trusted; absent = the event's own time. */
  now: z.optional(z.number()),
})
export type DecisionInputs = z.infer<typeof decisionInputsSchema>

export const decidedActionSchema = z.object({
  action: describedActionSchema,
  decision: statedDecisionSchema,
  /** Id of the explanation whose suggestion was read, null when there was none. */
  explanation: z.nullable(text(100)),
  /** Absent in what older extensions recorded. */
  inputs: z.optional(decisionInputsSchema),
})
export type DecidedAction = z.infer<typeof decidedActionSchema>

export const ruleText = text(100)
export const freeText = text(4000)
export const codeText = text(100)
