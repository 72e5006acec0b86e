import { looseningCodes } from '../../policy/loosening.ts'
import { policySchema } from '../../policy/bundle.ts'
import { z } from '../../policy/zod.ts'
import { consentSchema } from './passkeys.ts'
import { rolloutPlanSchema } from './rollouts.ts'

const personRef = z.object({ id: z.string(), name: z.string() })
const note = z.string().check(z.maxLength(500))
const policyText = z.string().check(z.maxLength(900_000))

/** One place where a policy permits more than the one in force (policy/loosening.ts); words are under `loosening.<code>`. */
export const looseningSchema = z.object({
  code: z.enum(looseningCodes),
  rule: z.nullable(z.string()),
  workflow: z.nullable(z.string()),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})

/**
 * The text all administrators of a tenant work on. GET /v1/policy/draft answers draftAnswerSchema. POST saves: `revision`
 * is the one that was edited, 0 when there was none; 409 DRAFT_CHANGED with `draft` beside the problem's members when
 * somebody saved since. POST /v1/policy/draft/discard {revision} takes it away.
 */
export const draftSchema = z.object({
  basedOn: z.int(),
  text: z.string(),
  note: z.string(),
  revision: z.int(),
  savedBy: personRef,
  savedAt: z.string(),
})
export type PolicyDraft = z.infer<typeof draftSchema>
export const draftAnswerSchema = z.object({ draft: z.nullable(draftSchema) })
export const draftSaveSchema = z.strictObject({
  revision: z.int().check(z.nonnegative()),
  basedOn: z.int().check(z.nonnegative()),
  text: policyText,
  note,
})
export type DraftSave = z.infer<typeof draftSaveSchema>
export const draftDiscardSchema = z.strictObject({ revision: z.int().check(z.minimum(1)) })

/**
 * A loosening that waits for its second person. POST /v1/policy/proposals {basedOn, note, policy} (admin) makes the one open
 * proposal of a tenant: 409 PROPOSAL_OPEN when there is one, 409 POLICY_CONFLICT, 422 POLICY_INVALID. POST
 * .../:id/confirmation {digest} publishes it: 403 OWN_PROPOSAL for whoever wrote on it, 409 PROPOSAL_CLOSED |
 * DIGEST_MISMATCH | POLICY_CONFLICT. POST .../:id/withdrawal {} and .../:id/comments {text}.
 */
export const proposalStates = ['open', 'published', 'withdrawn'] as const
export const proposalSchema = z.object({
  id: z.string(),
  state: z.enum(proposalStates),
  basedOn: z.int(),
  digest: z.string(),
  note: z.string(),
  policy: policySchema,
  loosenings: z.array(looseningSchema),
  author: personRef,
  /** Everybody who wrote on it: none of them can be the second person. */
  authors: z.array(personRef),
  createdAt: z.string(),
  closedBy: z.nullable(personRef),
  closedAt: z.nullable(z.string()),
  /** How it reaches the fleet once it is confirmed; null = everybody at once. */
  rollout: z.nullable(rolloutPlanSchema),
  /** The version it became. */
  version: z.nullable(z.int()),
  comments: z.array(z.object({ id: z.string(), by: personRef, text: z.string(), at: z.string() })),
})
export type Proposal = z.infer<typeof proposalSchema>
/** GET /v1/policy/proposals (admin, approver): the open one and those decided last. */
export const proposalListSchema = z.object({ items: z.array(proposalSchema) })
export const proposalConfirmationSchema = z.strictObject({
  digest: z.string().check(z.maxLength(64)),
  /** Over purpose `publish` and this digest: 403 PASSKEY_NEEDED | PASSKEY_MISSING | PASSKEY_REFUSED. */
  consent: z.optional(consentSchema),
})
export const proposalCommentSchema = z.strictObject({
  text: z.string().check(z.minLength(1), z.maxLength(2000)),
})
