import { z } from '../../policy/zod.ts'

/** Request header of a proof of possession, and the answer's header with the nonce to put into the next one (RFC 9449). */
export const proofHeader = 'dpop'
export const proofNonceHeader = 'dpop-nonce'
export const proofType = 'dpop+jwt'
export const proofAlgorithm = 'ES256'

/** Public half of a device key: P-256, as the browser exports it. */
export const deviceKeySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
  y: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
})
export type DeviceKey = z.infer<typeof deviceKeySchema>

/** What a device signs: this request, with this token, answering this nonce. `jti` makes it count once. */
export const proofClaimsSchema = z.object({
  jti: z.string().check(z.minLength(8), z.maxLength(64)),
  htm: z.string().check(z.maxLength(10)),
  htu: z.string().check(z.maxLength(2000)),
  /** The device's own clock, which proves nothing: freshness comes from the nonce. */
  iat: z.number(),
  nonce: z.string().check(z.maxLength(100)),
  ath: z.string().check(z.maxLength(64)),
})
export type ProofClaims = z.infer<typeof proofClaimsSchema>
