import { envelopeSchema } from '../../policy/trust/envelope.ts'
import { z } from '../../policy/zod.ts'
import { deviceKeySchema } from './proof.ts'
import { roles } from './session.ts'

/** POST /v1/enrolments. `code` is made by the console or by `npm start`; single use, 15 minutes (a fixed one-time code for a practice fleet may live longer). */
export const enrolmentSchema = z.strictObject({
  code: z.string().check(z.minLength(6), z.maxLength(200)),
  device: z.uuid(),
  /** Public key of the device (JWK): what it opens its stream with must be signed by the other half. */
  publicKey: deviceKeySchema,
  browser: z.string().check(z.maxLength(200)),
  extensionVersion: z.string().check(z.maxLength(50)),
  /** With the token of a fleet (ADR 96): the e-mail address of the person, as the managed configuration names them. */
  person: z.optional(z.string().check(z.minLength(3), z.maxLength(320), z.regex(/^[^\s@]+@[^\s@]+$/))),
})
export const enrolledSchema = z.object({
  device: z.string(),
  token: z.string(),
  tenant: z.string(),
  person: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  /** What the person may do, as far as a page of the extension shows it or not; the server asks again each time. */
  roles: z.optional(z.array(z.enum(roles))),
  consoleUrl: z.string(),
})
export type Enrolled = z.infer<typeof enrolledSchema>

/** GET /v1/bundle, with ETag = digest of `payload`. `payload` is the exact text that is signed. */
export const bundleEnvelopeSchema = envelopeSchema

/** Over how many ms a fleet spreads what a message makes it ask, so that it does not ask in one moment. */
const withinMs = z.optional(z.int().check(z.nonnegative()))

export const streamEndings = ['replaced', 'revoked', 'expired'] as const

/**
 * Messages of GET /v1/stream (server-sent events; event name = type, data = JSON). A `: beat` comment every 20 s, and
 * with it `retry:`, over how many ms to spread coming back after a break.
 */
export const streamMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('hello'), revision: z.number(), at: z.string() }),
  z.object({ type: z.literal('beat'), at: z.string() }),
  z.object({ type: z.literal('bundle.announced'), revision: z.number(), withinMs }),
  z.object({ type: z.literal('approval.changed'), id: z.string(), state: z.string() }),
  /** Carries the signed document itself, so that a stop takes no further question. */
  z.object({ type: z.literal('kill.changed'), epoch: z.int(), envelope: envelopeSchema, withinMs }),
  /** For the console: somebody saved the draft (0 = took it away), or a proposal waits, was commented or decided. */
  z.object({ type: z.literal('draft.changed'), revision: z.number() }),
  z.object({ type: z.literal('proposal.changed'), id: z.string(), state: z.string() }),
  /** For the console: halted, or gone on with. Rings that join announce a bundle. */
  z.object({ type: z.literal('rollout.changed'), id: z.string(), state: z.string() }),
  /** A rep handed a hold to a human, or a human answered. */
  z.object({ type: z.literal('escalation.changed'), hold: z.nullable(z.string()) }),
  /** The last one: another stream of this device took its place, or its token counts no longer. */
  z.object({ type: z.literal('ended'), reason: z.enum(streamEndings) }),
  z.object({ type: z.literal('explanation.recorded'), site: z.string(), id: z.string() }),
])
export type StreamMessage = z.infer<typeof streamMessageSchema>

/** POST /v1/reservations: take `amount` from a shared counter (volume cap). 409 CAP_REACHED with what is left. */
export const reservationSchema = z.strictObject({
  id: z.uuid(),
  rule: z.string().check(z.maxLength(100)),
  amount: z.number().check(z.nonnegative(), z.maximum(1_000_000)),
})
export const reservedSchema = z.object({
  id: z.string(),
  rule: z.string(),
  amount: z.number(),
  remaining: z.number(),
})

/**
 * POST /v1/enrolment-codes (admin). 404 PERSON_UNKNOWN. The code is shown once: `<code>.<fingerprint>`, of which the part
 * behind the point tells the browser which root to trust and is not sent back.
 */
export const enrolmentCodeRequestSchema = z.strictObject({
  email: z.string().check(z.minLength(3), z.maxLength(320)),
})
export const enrolmentCodeSchema = z.object({ code: z.string(), expiresAt: z.string() })
export type EnrolmentCode = z.infer<typeof enrolmentCodeSchema>

/** What is not as it should be with a device; the words live in the locale file under `fleet.<flag>`. */
export const fleetFlags = [
  'silent',
  'behind',
  'outdated',
  'misconfigured',
  'unmanaged',
  'hosts',
  'degraded',
  'clock',
  'unsent',
  'problem',
] as const
export type FleetFlag = (typeof fleetFlags)[number]

const short = z.string().check(z.maxLength(100))
/** The part of a status that is kept as it was said. */
export const deviceReportSchema = z.object({
  bundleDigest: z.nullable(short),
  unsent: z.number(),
  rejected: z.number(),
  problem: z.nullable(short),
  lease: z.optional(short),
  managed: z.optional(z.enum(['none', 'in-force', 'misconfigured'])),
  managedProblems: z.optional(z.array(z.string())),
})
export type DeviceReport = z.infer<typeof deviceReportSchema>

/** GET /v1/devices (admin), newest first. POST /v1/devices/:id/revocation {} answers the device. */
export const deviceSchema = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), name: z.string(), email: z.string(), groups: z.array(z.string()) }),
  browser: z.string(),
  extensionVersion: z.string(),
  enrolledAt: z.string(),
  /** Enrolled by a token for a fleet: the managed configuration named the person. */
  byFleetToken: z.boolean(),
  lastSeenAt: z.nullable(z.string()),
  bundleVersion: z.nullable(z.number()),
  /** When the policy it runs was issued; null when it runs none, or one that was never issued here. */
  policyIssuedAt: z.nullable(z.string()),
  revokedAt: z.nullable(z.string()),
  missingHosts: z.array(z.string()),
  /** Places on pages that did not look as their pack says, within the last day. */
  degraded: z.array(z.object({ site: z.string(), surface: z.string() })),
  reportedAt: z.nullable(z.string()),
  report: z.nullable(deviceReportSchema),
  /** How far its clock was ahead of the server's (behind: negative) when it reported. */
  skewMs: z.nullable(z.number()),
  flags: z.array(z.enum(fleetFlags)),
})
export type Device = z.infer<typeof deviceSchema>

const counted = z.array(z.object({ name: z.string(), count: z.number() }))
/** The fleet in numbers: every device that is not revoked, whatever part of the list is asked for. */
export const coverageSchema = z.object({
  at: z.string(),
  current: z.nullable(z.object({ version: z.number(), issuedAt: z.string() })),
  devices: z.number(),
  /** Of those, how many have nothing that is not as it should be. */
  well: z.number(),
  flags: z.record(z.enum(fleetFlags), z.number()),
  extensions: counted,
  policies: counted,
  browsers: counted,
  hosts: counted,
  sites: counted,
  groups: z.array(z.object({ name: z.string(), devices: z.number(), well: z.number() })),
})
export type Coverage = z.infer<typeof coverageSchema>
/** `only`: devices with this flag. `all`: 50,000 instead of 1,000, for an export. */
export const deviceQuerySchema = z.strictObject({
  only: z.optional(z.enum([...fleetFlags, 'revoked'])),
  all: z.optional(z.literal('1')),
})
export type DeviceQuery = z.infer<typeof deviceQuerySchema>
export const deviceListSchema = z.object({
  items: z.array(deviceSchema),
  /** How many there are, of which `items` may be the first. */
  total: z.number(),
  coverage: coverageSchema,
})
export type DeviceList = z.infer<typeof deviceListSchema>

/** GET /v1/people (admin): whom a device can be enrolled for. */
export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(z.enum(roles)),
})
export type Person = z.infer<typeof personSchema>
export const peopleSchema = z.object({ items: z.array(personSchema) })

/** A month: whoever reports later than that is told apart from nobody. */
export const mostAgoMs = 2_592_000_000

/** POST /v1/devices/status (device): what runs here, so that administrators see laggards (policy client 16). 204. */
export const deviceStatusSchema = z.strictObject({
  bundleVersion: z.nullable(z.int()),
  bundleDigest: z.nullable(z.string().check(z.maxLength(64))),
  extensionVersion: z.string().check(z.maxLength(50)),
  unsent: z.int().check(z.nonnegative()),
  rejected: z.int().check(z.nonnegative()),
  /** Stable code of the last thing that went wrong with policy, null when nothing did. */
  problem: z.nullable(z.string().check(z.maxLength(100))),
  /** Epoch of the kill document that is in force here: pages, worker and network rules follow it. */
  killEpoch: z.optional(z.int().check(z.nonnegative())),
  /** How long ago that document was put in force here, in ms: a length, so that no clock of a device is believed. */
  killAppliedAgoMs: z.optional(z.int().check(z.nonnegative(), z.maximum(mostAgoMs))),
  /** Hosts of active packs that this browser may not run on yet, as match patterns (issue 3, hosts). */
  missingHosts: z.optional(z.array(z.string().check(z.maxLength(300))).check(z.maxLength(500))),
  /** The clock of this computer when it reported (ISO 8601): the server compares it with its own. */
  sentAt: z.optional(z.string().check(z.maxLength(40))),
  lease: z.optional(short),
  /** How the administrator's configuration stands here; problems as `<value>: <reason>`. */
  managed: z.optional(z.enum(['none', 'in-force', 'misconfigured'])),
  managedProblems: z.optional(z.array(z.string().check(z.maxLength(150))).check(z.maxLength(50))),
})
export type DeviceStatus = z.infer<typeof deviceStatusSchema>
