import { idSchema, workflowSchema } from '../../policy/workflow.ts'
import { z } from '../../policy/zod.ts'
import { sitePackSchema } from '../site-pack.ts'
import { findingSchema } from './policy.ts'

const personRef = z.object({ id: z.string(), name: z.string() })
const note = z.string().check(z.maxLength(500))
const revision = z.int().check(z.nonnegative(), z.maximum(1e9))

/** What is in force for the fleet. A pack in any state may have a draft beside it. */
export const packStates = ['built-in', 'published', 'disabled', 'draft'] as const
export type PackState = (typeof packStates)[number]

/** Surface id -> workflow of the register. A surface that is not named keeps its binding; null takes it away. */
export const bindingsSchema = z.record(idSchema, z.nullable(idSchema))
export type Bindings = z.infer<typeof bindingsSchema>

/** Where a draft was made: the address of the page, or empty for the console. No query, no hash: they can hold names. */
const originSchema = z.string().check(z.maxLength(500))

export const packDraftSchema = z.object({
  revision: z.int(),
  savedAt: z.string(),
  savedBy: personRef,
  origin: z.string(),
  note: z.string(),
})

/** A device whose browser may not run on every host of an active pack. */
export const deviceWithoutHostsSchema = z.object({
  device: z.string(),
  person: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  lastSeenAt: z.nullable(z.string()),
  hosts: z.array(z.string()),
})
export type DeviceWithoutHosts = z.infer<typeof deviceWithoutHostsSchema>

/** GET /v1/packs (admin). `version` is what is in force, null for a draft that was never published. */
export const packSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(packStates),
  isBuiltIn: z.boolean(),
  version: z.nullable(z.int()),
  hosts: z.array(z.string()),
  surfaces: z.int(),
  draft: z.nullable(packDraftSchema),
  /** Devices that have not allowed a host of it. */
  without: z.int(),
})
export type PackSummary = z.infer<typeof packSummarySchema>
export const packListSchema = z.object({ bundleVersion: z.int(), items: z.array(packSummarySchema) })

/** One publication of a pack, newest first. */
export const packVersionSchema = z.object({
  version: z.int(),
  bundleVersion: z.int(),
  publishedAt: z.string(),
  publishedBy: z.nullable(personRef),
  note: z.string(),
})
export type PackVersion = z.infer<typeof packVersionSchema>

/**
 * GET /v1/packs/:id (admin). `bindings` are those of the register now; `draft.bindings` those the draft asks for. `pack`
 * is what is in force, or was until it was disabled. 404 PACK_UNKNOWN.
 */
export const packDetailSchema = z.extend(packSummarySchema, {
  bundleVersion: z.int(),
  pack: z.nullable(sitePackSchema),
  builtIn: z.nullable(sitePackSchema),
  bindings: bindingsSchema,
  draft: z.nullable(z.extend(packDraftSchema, { pack: sitePackSchema, bindings: bindingsSchema })),
  versions: z.array(packVersionSchema),
  devices: z.array(deviceWithoutHostsSchema),
  /** Set in the answer to a change that was handed to a second person instead (202): nothing is published yet. */
  proposal: z.nullable(z.string()),
})
export type PackDetail = z.infer<typeof packDetailSchema>

/** GET /v1/packs/:id/versions/:version (admin). 404 PACK_VERSION_UNKNOWN. */
export const packVersionDocumentSchema = z.extend(packVersionSchema, { pack: sitePackSchema })

/**
 * PUT /v1/packs/:id/draft (admin). `revision` is the one that was edited, 0 for a new draft: 409 PACK_CONFLICT when
 * another one was saved since. 422 PACK_INVALID with `findings`; nothing is saved then. Answers packDetailSchema.
 */
export const packDraftChangeSchema = z.strictObject({
  revision,
  pack: z.unknown(),
  bindings: bindingsSchema,
  note,
})
export type PackDraftChange = z.infer<typeof packDraftChangeSchema>

/** POST /v1/packs/:id/draft/removal (admin): the draft goes, what is in force stays. */
export const packDraftRemovalSchema = z.strictObject({ revision })

/** POST /v1/packs/:id/validation (admin): always 200 for a readable body; `path` leads into the pack. */
export const packValidationSchema = z.strictObject({ pack: z.unknown(), bindings: bindingsSchema })
export const packFindingsSchema = z.object({ ok: z.boolean(), findings: z.array(findingSchema) })

/**
 * POST /v1/packs/:id/publication (admin): the draft, an earlier version (as a new, higher one), or the built-in pack
 * again. 409 PACK_CONFLICT | POLICY_CONFLICT | PROPOSAL_OPEN, 422 PACK_INVALID. 201 answers packDetailSchema; 202 the
 * same with `proposal`, when it could let pass what is held today and so waits for a second person.
 */
export const packPublicationSchema = z.strictObject({
  source: z.discriminatedUnion('from', [
    z.strictObject({ from: z.literal('draft'), revision }),
    z.strictObject({ from: z.literal('version'), version: z.int().check(z.minimum(1), z.maximum(1e9)) }),
    z.strictObject({ from: z.literal('built-in') }),
  ]),
  note,
})
export type PackPublication = z.infer<typeof packPublicationSchema>

/** POST /v1/packs/:id/disable and POST /v1/packs/:id/enable (admin): both make a new bundle version. 200 packDetailSchema. */
export const packSwitchSchema = z.strictObject({ note })

/**
 * POST /v1/pack-drafts (device of a person with role admin, else 403 ROLE_MISSING): saves a draft made on a live page.
 * `revision` is the one it continues, 0 for a new pack: 409 PACK_CONFLICT. 422 PACK_INVALID with `findings`.
 */
export const devicePackDraftSchema = z.strictObject({
  revision,
  pack: z.unknown(),
  bindings: bindingsSchema,
  origin: originSchema,
  note,
})
export type DevicePackDraft = z.infer<typeof devicePackDraftSchema>
/** 201. `consoleUrl` is the page of the draft in the console; `findings` are warnings. */
export const devicePackDraftSavedSchema = z.object({
  id: z.string(),
  revision: z.int(),
  consoleUrl: z.string(),
  findings: z.array(findingSchema),
})
export type DevicePackDraftSaved = z.infer<typeof devicePackDraftSavedSchema>

/**
 * GET /v1/pack-drafts/:id (device of an admin): what to continue: the draft, or without one (`revision` 0) what is in
 * force. 404 PACK_UNKNOWN: the id is free.
 */
export const devicePackSchema = z.object({
  revision: z.int(),
  pack: sitePackSchema,
  bindings: bindingsSchema,
})
export type DevicePack = z.infer<typeof devicePackSchema>

/** GET /v1/workflows (device): the register's workflows to choose from. */
export const workflowChoicesSchema = z.object({
  items: z.array(z.pick(workflowSchema, { id: true, name: true, category: true, tier: true })),
})
export type WorkflowChoices = z.infer<typeof workflowChoicesSchema>
