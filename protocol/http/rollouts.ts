import { z } from '../../policy/zod.ts'
import { consentSchema } from './passkeys.ts'

/**
 * How a publication reaches the fleet when not all at once (ADR 100): first a group, then growing shares of all devices.
 * `hours` after which the next ring joins by itself; null = a person widens. 100 is the end and is not listed.
 */
export const rolloutPlanSchema = z
  .strictObject({
    group: z.nullable(z.string().check(z.minLength(1), z.maxLength(200))),
    shares: z.array(z.int().check(z.minimum(1), z.maximum(99))).check(z.maxLength(8)),
    hours: z.nullable(z.number().check(z.minimum(1), z.maximum(720))),
  })
  .check(
    z.refine(
      ({ shares }) => shares.every((share, index) => index === 0 || share > (shares[index - 1] ?? 0)),
      'Each share must be larger than the one before.',
    ),
    z.refine(({ group, shares }) => group !== null || shares.length > 0, 'A rollout needs a first ring.'),
  )
export type RolloutPlan = z.infer<typeof rolloutPlanSchema>

/** What can halt a rollout by itself; the words live in the locale file under `rollout.measure.<measure>`. */
export const rolloutMeasures = ['errors', 'overrides'] as const
export type RolloutMeasure = (typeof rolloutMeasures)[number]
export const rolloutStates = ['running', 'halted', 'done', 'returned', 'superseded'] as const

const countSchema = z.object({ bad: z.number(), of: z.number() })
/** Why it halted: bad of all in the ring and outside, the chance that this is chance, and the level it had to be under. */
export const rolloutCauseSchema = z.object({
  measure: z.enum(rolloutMeasures),
  ring: countSchema,
  others: countSchema,
  chance: z.number(),
  level: z.number(),
})
export type RolloutCause = z.infer<typeof rolloutCauseSchema>

/** `current`: devices that report the version they should run. `failing`: devices with an error of the policy. */
const ringSchema = z.object({
  devices: z.number(),
  current: z.number(),
  decisions: z.number(),
  stopped: z.number(),
  overrides: z.number(),
  failing: z.number(),
})
export type RolloutRing = z.infer<typeof ringSchema>

const personSchema = z.object({ id: z.string(), name: z.string() })

/**
 * GET /v1/policy/rollout (console): the one under way, or the last. POST /v1/policy/rollouts/:id/widening {ring},
 * .../halt {reason}, .../resumption {}, .../return {} (admin) answer it; all but halting take `consent`. 404 ROLLOUT_UNKNOWN, 409 ROLLOUT_CHANGED |
 * ROLLOUT_HALTED | ROLLOUT_OPEN.
 */
export const rolloutSchema = z.object({
  id: z.string(),
  state: z.enum(rolloutStates),
  /** The version in the rings, and what everybody else runs. */
  version: z.number(),
  /** Of the bundle of that version: what the next step is signed for. */
  digest: z.string(),
  others: z.number(),
  startedBy: z.nullable(personSchema),
  startedAt: z.string(),
  hours: z.nullable(z.number()),
  /** Which of `rings` joined last. */
  ring: z.number(),
  /** In the order they join; what is behind the last one joins with it at the end. */
  rings: z.array(z.extend(ringSchema, { group: z.nullable(z.string()), share: z.number() })),
  rest: ringSchema,
  /** When the next ring joins by itself; null = never. It also waits for a first browser of the last one. */
  nextAt: z.nullable(z.string()),
  isWaiting: z.boolean(),
  halt: z.nullable(
    z.object({
      at: z.string(),
      by: z.nullable(personSchema),
      reason: z.string(),
      cause: z.nullable(rolloutCauseSchema),
    }),
  ),
  /** What a person went on in spite of. */
  accepted: z.array(z.enum(rolloutMeasures)),
  closedAt: z.nullable(z.string()),
  closedBy: z.nullable(personSchema),
  closedVersion: z.nullable(z.number()),
})
export type Rollout = z.infer<typeof rolloutSchema>

export const rolloutAnswerSchema = z.object({ rollout: z.nullable(rolloutSchema) })
export const rolloutWideningSchema = z.strictObject({
  /** The ring that joined last, as the person saw it: two who press at once widen once. */
  ring: z.int().check(z.minimum(0), z.maximum(20)),
  consent: z.optional(consentSchema),
})
/**
 * Widening, resumption and return take a consent over purpose `rollout` and the digest of the step
 * (policy/trust/rollout-step.ts): 403 PASSKEY_NEEDED | PASSKEY_MISSING | PASSKEY_REFUSED. Halting takes none.
 */
export const rolloutStepSchema = z.strictObject({ consent: z.optional(consentSchema) })
export const rolloutHaltSchema = z.strictObject({
  reason: z.string().check(z.minLength(1), z.maxLength(500)),
})
