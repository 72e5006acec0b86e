import { policySchema } from '../../policy/bundle.ts'
import { z } from '../../policy/zod.ts'
import { rolloutPlanSchema } from './rollouts.ts'

const personSchema = z.object({ id: z.string(), name: z.string() })

/** `issuedBy` is null for the starter policy. `note` is the sentence given on publishing. */
export const policyVersionSchema = z.object({
  version: z.int(),
  issuedAt: z.string(),
  issuedBy: z.nullable(personSchema),
  note: z.string(),
  digest: z.string(),
})
export type PolicyVersion = z.infer<typeof policyVersionSchema>

/** GET /v1/policy (the current one) and GET /v1/policy/versions/:version. 404 VERSION_UNKNOWN. */
export const policyDocumentSchema = z.extend(policyVersionSchema, { policy: policySchema })
export type PolicyDocument = z.infer<typeof policyDocumentSchema>

/** GET /v1/policy/versions, newest first. */
export const policyVersionsSchema = z.object({ items: z.array(policyVersionSchema) })

/**
 * POST /v1/policy/validate {policy}: always 200 for a readable body. `path` leads into the policy (object keys and array
 * indices); `sentence` says what is wrong and what to do. Only findings of severity `error` stop publishing.
 */
export const policyValidationSchema = z.strictObject({ policy: z.unknown() })
export const findingSchema = z.object({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  path: z.array(z.union([z.string(), z.number()])),
  sentence: z.string(),
})
export type Finding = z.infer<typeof findingSchema>
export const policyFindingsSchema = z.object({ ok: z.boolean(), findings: z.array(findingSchema) })

/**
 * POST /v1/policy/versions: publish. `basedOn` is the version that was edited; 409 POLICY_CONFLICT when another one has
 * become current since; 409 SECOND_PERSON_NEEDED with `loosenings` (see change-control.ts); 422 POLICY_INVALID with `findings` beside the problem's members. 201 answers policyDocumentSchema.
 */
export const policyPublicationSchema = z.strictObject({
  basedOn: z.int().check(z.minimum(0)),
  note: z.string().check(z.maxLength(500)),
  policy: z.unknown(),
  /** Ring by ring; absent or null = everybody at once, which ends a rollout that is under way. 409 ROLLOUT_OPEN. */
  rollout: z.optional(z.nullable(rolloutPlanSchema)),
})
export type PolicyPublication = z.infer<typeof policyPublicationSchema>
