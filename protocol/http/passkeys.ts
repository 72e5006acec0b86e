import { z } from '../../policy/zod.ts'

const text = (length: number) => z.string().check(z.minLength(1), z.maxLength(length))
const bytes = z.string().check(z.maxLength(20_000), z.regex(/^[A-Za-z0-9_-]*$/))

/** What a passkey is asked to sign. `subject` is the digest of the policy, the id of the restart, or the digest of the step. */
export const consentPurposes = ['publish', 'restart', 'rollout'] as const
export type ConsentPurpose = (typeof consentPurposes)[number]

/**
 * POST /v1/passkeys/challenges {purpose, subject}: what `navigator.credentials.get` takes (WebAuthn Level 3, JSON form). The
 * challenge is a digest over purpose, subject and a nonce, counts once and for five minutes. 403 PASSKEY_MISSING.
 */
export const challengeRequestSchema = z.strictObject({ purpose: z.enum(consentPurposes), subject: text(100) })
export const challengeSchema = z.object({ id: z.string(), options: z.record(z.string(), z.unknown()) })

/** An assertion over such a challenge, sent with the call it consents to. */
export const consentSchema = z.strictObject({
  challenge: z.uuid(),
  response: z.object({
    id: bytes,
    rawId: bytes,
    type: z.literal('public-key'),
    response: z.object({
      clientDataJSON: bytes,
      authenticatorData: bytes,
      signature: bytes,
      userHandle: z.optional(bytes),
    }),
    clientExtensionResults: z.object({}),
  }),
})
export type Consent = z.infer<typeof consentSchema>

/**
 * GET /v1/passkeys: those of the asking person. `required`: without one they cannot confirm anything. Adding one is POST
 * /v1/passkeys/registrations {} and POST /v1/passkeys {challenge, label, response}, both within ten minutes of signing in
 * (403 SIGN_IN_AGAIN).
 */
export const passkeysSchema = z.object({
  required: z.boolean(),
  items: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      createdAt: z.string(),
      usedAt: z.nullable(z.string()),
    }),
  ),
})
export type Passkeys = z.infer<typeof passkeysSchema>
export const newPasskeySchema = z.strictObject({
  challenge: z.uuid(),
  label: text(100),
  response: z.object({
    id: bytes,
    rawId: bytes,
    type: z.literal('public-key'),
    response: z.object({ clientDataJSON: bytes, attestationObject: bytes }),
    clientExtensionResults: z.object({}),
  }),
})
