import { envelopeSchema } from '../../policy/trust/envelope.ts'
import { z } from '../../policy/zod.ts'
import { consentSchema } from './passkeys.ts'

/**
 * GET /v1/trust?root=N (device): everything a client needs to be current, in one answer. `roots` are the versions above N
 * in order, at most 20. `restart` is the newest kill document that took something out, when it is not `kill` itself: a
 * client that missed it takes it first. With `&nonce=` the timestamp is signed for this call and carries the nonce. With
 * `&bundle=V`, the version the client has, the answer holds the bundle it is to run when that is another one; by itself it
 * is GET /v1/bundle, an envelope too.
 */
export const trustQuerySchema = z.object({
  root: z._default(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(1e9)), 0),
  nonce: z.optional(z.string().check(z.minLength(16), z.maxLength(100))),
  bundle: z.optional(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(1e9))),
})
export const trustSchema = z.strictObject({
  roots: z.array(envelopeSchema).check(z.maxLength(20)),
  timestamp: envelopeSchema,
  kill: envelopeSchema,
  restart: z.nullable(envelopeSchema),
  bundle: z.optional(envelopeSchema),
})
export type Trust = z.infer<typeof trustSchema>

/** POST /v1/kills (role admin): one person stops. The answer is the state of all kills. */
export const killRequestSchema = z.strictObject({
  scope: z.string().check(z.minLength(1), z.maxLength(300)),
  reason: z.string().check(z.minLength(1), z.maxLength(500)),
})

/**
 * POST /v1/kills/restarts (role admin): asks to restart. POST /v1/kills/restarts/:id/confirmation by a second person (admin
 * or approver) does it, .../withdrawal {} takes it back. 403 OWN_RESTART, 404 KILL_UNKNOWN | RESTART_UNKNOWN, 409 RESTART_PENDING.
 */
export const restartRequestSchema = z.strictObject({
  scope: z.string().check(z.minLength(1), z.maxLength(300)),
  reason: z.string().check(z.minLength(1), z.maxLength(500)),
})

/** `consent` over purpose `restart` and the id: 403 PASSKEY_NEEDED | PASSKEY_MISSING | PASSKEY_REFUSED. */
export const restartConfirmationSchema = z.strictObject({ consent: z.optional(consentSchema) })

const personRef = z.object({ id: z.string(), name: z.string() })
export const killStateSchema = z.object({
  epoch: z.number(),
  killed: z.array(
    z.object({ scope: z.string(), reason: z.string(), since: z.string(), by: z.nullable(personRef) }),
  ),
  restarts: z.array(
    z.object({
      id: z.string(),
      scope: z.string(),
      reason: z.string(),
      requestedBy: personRef,
      requestedAt: z.string(),
    }),
  ),
  /** How fast the latest stop reached the fleet; null while nothing was ever stopped. Times in ms at the server's clock. */
  latest: z.nullable(
    z.object({
      epoch: z.number(),
      at: z.string(),
      devices: z.number(),
      stopped: z.number(),
      p50: z.nullable(z.number()),
      p99: z.nullable(z.number()),
    }),
  ),
  /**
   * Per device of the latest stop: `ms` until it obeyed (of a device that does not say since when: until its report),
   * `heardMs` until the server had its report; null while it has not. Those come first.
   */
  stops: z.array(
    z.object({
      device: z.string(),
      person: personRef,
      browser: z.string(),
      epoch: z.number(),
      ms: z.nullable(z.number()),
      heardMs: z.nullable(z.number()),
      lastSeenAt: z.nullable(z.string()),
    }),
  ),
  /** What can be named when something is stopped. */
  integrations: z.array(z.object({ id: z.string(), name: z.string(), recordTypes: z.array(z.string()) })),
})
export type KillState = z.infer<typeof killStateSchema>
