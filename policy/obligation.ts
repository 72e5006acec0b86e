import { z } from './zod.ts'

export interface OverrideChoice {
  /** The event stores the code, never the label (F16). */
  readonly code: string
  readonly label: string
  readonly needsText: boolean
}

/** What a person must do before a held action may run. Each is met on its own, per rule (F18). */
export type Obligation =
  | { readonly kind: 'review'; readonly rule: string; readonly floorSeconds: number }
  | {
      readonly kind: 'override-reason'
      readonly rule: string
      readonly choices: readonly OverrideChoice[]
    }
  | {
      readonly kind: 'approval'
      /** null when the workflow's own tier asks for it. */
      readonly rule: string | null
      readonly approvers: readonly string[]
      readonly decideWithinMinutes: number
      readonly useWithinMinutes: number
    }
  | {
      readonly kind: 'reservation'
      readonly rule: string
      readonly counter: string
      readonly amount: number
    }

const rule = z.string().check(z.maxLength(100))
/** `effectOf(action)` at the time it was met: any edit makes it void (F19, F33). */
const effect = z.string().check(z.maxLength(3_000_000))

export const fulfilmentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('review'), rule, effect }),
  z.strictObject({
    kind: z.literal('override-reason'),
    rule,
    effect,
    code: z.string().check(z.maxLength(100)),
    text: z.string().check(z.maxLength(2000)),
  }),
  z.strictObject({
    kind: z.literal('approval'),
    rule: z.nullable(rule),
    effect,
    grant: z.string().check(z.maxLength(100)),
  }),
  z.strictObject({
    kind: z.literal('reservation'),
    rule,
    effect,
    amount: z.number().check(z.nonnegative()),
  }),
])
export type Fulfilment = z.infer<typeof fulfilmentSchema>
