import { z } from '../../policy/zod.ts'

/**
 * POST /v1/fleet-tokens (admin): a token that a managed configuration hands to many browsers (ADR 96). It enrols for the
 * person the configuration names, who may be nothing but a rep. 201 shows the token, once.
 */
export const fleetTokenRequestSchema = z.strictObject({
  label: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  /** Only people of this group. */
  group: z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(100))),
  /** Also people of this mail domain who never signed in: they become reps. */
  domain: z.nullable(z.string().check(z.regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/), z.maxLength(253))),
  uses: z.int().check(z.minimum(1), z.maximum(100_000)),
  days: z.int().check(z.minimum(1), z.maximum(365)),
})
export type FleetTokenRequest = z.infer<typeof fleetTokenRequestSchema>

/** GET /v1/fleet-tokens (admin), newest first. POST /v1/fleet-tokens/:id/revocation {} answers the token. */
export const fleetTokenSchema = z.object({
  id: z.string(),
  label: z.string(),
  group: z.nullable(z.string()),
  domain: z.nullable(z.string()),
  uses: z.number(),
  mostUses: z.number(),
  madeBy: z.string(),
  madeAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.nullable(z.string()),
})
export type FleetToken = z.infer<typeof fleetTokenSchema>
export const fleetTokenListSchema = z.object({ items: z.array(fleetTokenSchema) })
export const madeFleetTokenSchema = z.object({ token: z.string(), made: fleetTokenSchema })
export type MadeFleetToken = z.infer<typeof madeFleetTokenSchema>
