import { z } from '../zod.ts'

const text = (length: number) => z.string().check(z.minLength(1), z.maxLength(length))
const hex = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const time = z.iso.datetime()

/** Who may sign what. `stop` alone can add to a kill document; taking anything out of one needs `restart` as well. */
export const signingRoles = ['root', 'timestamp', 'bundle', 'stop', 'restart'] as const
export type SigningRole = (typeof signingRoles)[number]

const signersSchema = z.strictObject({
  keys: z.array(hex).check(z.minLength(1), z.maxLength(20)),
  threshold: z.int().check(z.minimum(1), z.maximum(20)),
})

/** Which keys count, by role (TUF root role). The next root carries `version` one higher and the signatures of both. */
export const rootSchema = z.strictObject({
  format: z.literal(1),
  tenant: text(100),
  environment: text(50),
  version: z.int().check(z.minimum(1)),
  issuedAt: time,
  notAfter: time,
  /** Raw Ed25519 public keys in base64url, by key id. */
  keys: z.record(hex, z.strictObject({ alg: z.literal('ed25519'), public: text(43) })),
  roles: z.strictObject({
    root: signersSchema,
    timestamp: signersSchema,
    bundle: signersSchema,
    stop: signersSchema,
    restart: signersSchema,
  }),
})
export type Root = z.infer<typeof rootSchema>

/**
 * Says what is current, for minutes (TUF timestamp role). Without a valid one a client takes nothing new, and neither an
 * unchanged answer (304) nor an old bundle counts as fresh.
 */
export const timestampSchema = z.strictObject({
  format: z.literal(1),
  tenant: text(100),
  environment: text(50),
  version: z.int().check(z.minimum(1)),
  issuedAt: time,
  notAfter: time,
  root: z.int().check(z.minimum(1)),
  bundle: z.strictObject({ version: z.int().check(z.minimum(1)), digest: hex }),
  kill: z.strictObject({ epoch: z.int().check(z.nonnegative()), digest: hex }),
  /**
   * While `bundle` reaches the fleet ring by ring (ADR 100): who runs it, and the version everybody else runs. One document
   * says both, the same for all, so each client works out which one it is told and takes no other.
   */
  rollout: z.optional(
    z.strictObject({
      id: z.uuid(),
      /** Percent of all devices, by hash. */
      share: z.int().check(z.minimum(0), z.maximum(99)),
      /** Hashes of devices that are in it whatever the share, shortened. */
      listed: z.array(z.string().check(z.regex(/^[0-9a-f]{12}$/))).check(z.maxLength(500)),
      others: z.strictObject({ version: z.int().check(z.minimum(1)), digest: hex }),
    }),
  ),
  /** What one client made up for this answer: it was signed just now, whatever that client's clock says. */
  nonce: z.optional(text(100)),
})
export type Timestamp = z.infer<typeof timestampSchema>

/** All that is stopped (S121). The epoch only ever grows; a known kill never expires (trust.md, policy client 7 and 14). */
export const killSchema = z.strictObject({
  format: z.literal(1),
  tenant: text(100),
  environment: text(50),
  epoch: z.int().check(z.nonnegative()),
  issuedAt: time,
  /** Scopes as `Facts.killed` reads them. */
  killed: z
    .array(z.strictObject({ scope: text(300), reason: text(500), since: time }))
    .check(z.maxLength(1000)),
})
export type Kill = z.infer<typeof killSchema>
