import { acceptableUseSchema } from './acceptable-use.ts'
import { ruleSchema } from './rule.ts'
import { idSchema, workflowSchema } from './workflow.ts'
import { z } from './zod.ts'

const text = (length: number) => z.string().check(z.maxLength(length))

/**
 * A list of terms a rule can name. `approved` is the wording to use instead (F30), empty when there is none. With `unless`, the
 * id of a list of names, a term counts only where a name follows it that is not in that list (F25, F27).
 */
export const termListSchema = z.strictObject({
  id: idSchema,
  name: text(200),
  locale: text(35),
  unless: z.optional(idSchema),
  terms: z
    .array(z.strictObject({ term: z.string().check(z.minLength(1), z.maxLength(200)), approved: text(500) }))
    .check(z.maxLength(5000)),
})
export type TermList = z.infer<typeof termListSchema>

export const overrideReasonSchema = z.strictObject({
  code: idSchema,
  label: z.string().check(z.minLength(1), z.maxLength(200)),
  needsText: z.boolean(),
})

/**
 * One signed unit of policy. Everything a client obeys travels in it, so that parts of two versions can never be mixed
 * (trust.md, policy client 8). `version` only ever grows.
 */
export const bundleSchema = z.strictObject({
  format: z.literal(1),
  tenant: text(100),
  /** Practice and production never obey each other's policy. */
  environment: z.optional(text(50)),
  version: z.int().check(z.minimum(1)),
  issuedAt: text(40),
  notAfter: text(40),
  /** Digest of the bundle before this one; null for the first. */
  previous: z.nullable(text(64)),
  /** Stops of the time before there was a kill document; still obeyed, no longer written (ADR 60). */
  killed: z.array(text(300)).check(z.maxLength(1000)),
  /** The kill document known when this was issued: a client takes no older one. */
  killEpoch: z.optional(z.int().check(z.nonnegative())),
  /** Clients below this version keep what they have and say that they are too old. */
  minClientVersion: z.optional(z.string().check(z.regex(/^\d{1,5}(\.\d{1,5}){0,3}$/))),
  workflows: z.array(workflowSchema).check(z.maxLength(500)),
  rules: z.array(ruleSchema).check(z.maxLength(2000)),
  lists: z.array(termListSchema).check(z.maxLength(100)),
  overrideReasons: z.array(overrideReasonSchema).check(z.maxLength(50)),
  /** Data older than this is marked stale in an explanation (F12). */
  freshnessLimitHours: z.number().check(z.minimum(0), z.maximum(8760)),
  /** What the page does with a governed gesture when it cannot decide: no slice, no worker, an error of our own. */
  whenUnavailable: z.enum(['hold', 'allow']),
  /** Site packs added to the built-in ones; one of the same id replaces it, which is the place for repairs by data. */
  packs: z.array(z.unknown()).check(z.maxLength(50)),
  /** Ids of site packs, built in or not, that govern nothing until they are taken off this list. */
  disabledPacks: z.optional(z.array(idSchema).check(z.maxLength(50))),
  /** The words of the acceptable-use page; decides nothing. */
  acceptableUse: z.optional(acceptableUseSchema),
})
export type Bundle = z.infer<typeof bundleSchema>

/** The part an administrator edits; the server adds tenant, version, times and the previous digest on publishing. */
export const policySchema = z.omit(bundleSchema, {
  tenant: true,
  environment: true,
  version: true,
  issuedAt: true,
  notAfter: true,
  previous: true,
  killed: true,
  killEpoch: true,
})
export type Policy = z.infer<typeof policySchema>
