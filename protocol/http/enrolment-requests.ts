import { z } from '../../policy/zod.ts'
import { deviceKeySchema } from './proof.ts'

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/))
const nonce = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))

/**
 * POST /v1/enrolment-requests: a browser without a code asks to be enrolled for whoever signs in and says yes (in the
 * manner of RFC 8628). 429 ENROLMENT_BUSY.
 */
export const enrolmentRequestSchema = z.strictObject({
  device: z.uuid(),
  publicKey: deviceKeySchema,
  browser: z.string().check(z.maxLength(200)),
  extensionVersion: z.string().check(z.maxLength(50)),
  /** SHA-256 of the nonce that is shown with the first question, when the root is known (policy/trust/enrolment-check.ts). */
  commitment: hash,
})
export const enrolmentRequestedSchema = z.object({
  id: z.string().check(z.regex(/^[0-9a-f-]{36}$/)),
  /** What the browser asks with from now on, together with a proof of its key. */
  secret: z.string().check(z.maxLength(200)),
  /** Fingerprint of the root it is to trust. */
  root: z.string().check(z.regex(/^[0-9a-f]{32,64}$/)),
  expiresInSeconds: z.number().check(z.nonnegative(), z.maximum(3600)),
})

/** POST /v1/enrolment-requests/:id/answer, again and again. The secret is the token, the key of the request proves. */
export const enrolmentQuestionSchema = z.strictObject({ nonce })
export const enrolmentRequestStates = ['asked', 'waiting', 'confirmed', 'refused', 'expired'] as const
export const enrolmentAnswerSchema = z.object({
  state: z.enum(enrolmentRequestStates),
  /** When confirmed: a code that enrols this key, once and within minutes. Each answer brings a new one. */
  code: z.nullable(z.string().check(z.maxLength(200))),
})

/** GET /v1/enrolment-requests/:id (session): what the person who is to say yes is shown. */
export const enrolmentRequestViewSchema = z.object({
  id: z.string(),
  browser: z.string(),
  extensionVersion: z.string(),
  askedAt: z.string(),
  expiresAt: z.string(),
  state: z.enum(enrolmentRequestStates),
})
export type EnrolmentRequestView = z.infer<typeof enrolmentRequestViewSchema>

/**
 * POST /v1/enrolment-requests/:id/confirmation (session): `code` as the extension shows it, typed by the person. 422
 * CHECK_CODE_WRONG, the fifth time for good. POST /v1/enrolment-requests/:id/refusal {} says no.
 */
export const enrolmentConfirmationSchema = z.strictObject({ code: z.string().check(z.maxLength(40)) })
