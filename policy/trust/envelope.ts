import { z } from '../zod.ts'

/** One kind of signed document; the kind is part of what is signed. */
export const documentTypes = {
  root: 'application/vnd.countersign.root+json;v=1',
  timestamp: 'application/vnd.countersign.timestamp+json;v=1',
  bundle: 'application/vnd.countersign.bundle+json;v=1',
  kill: 'application/vnd.countersign.kill+json;v=1',
} as const
export type DocumentKind = keyof typeof documentTypes

/**
 * DSSE-style envelope (secure-systems-lab/dsse). `payload` is the exact text that was signed, `sig` is Ed25519 in base64
 * over `preAuthenticated(payloadType, payload)`, `keyid` the SHA-256 of the raw public key in hex.
 */
export const envelopeSchema = z.strictObject({
  payloadType: z.string().check(z.maxLength(100)),
  payload: z.string().check(z.maxLength(1_000_000)),
  signatures: z
    .array(
      z.strictObject({ keyid: z.string().check(z.maxLength(64)), sig: z.string().check(z.maxLength(100)) }),
    )
    .check(z.maxLength(20)),
})
export type Envelope = z.infer<typeof envelopeSchema>

/** The text that is signed, as UTF-8: kind and length go in, so that no document can be taken for one of another kind. */
export function preAuthenticated(payloadType: string, payload: string): string {
  const length = new TextEncoder().encode(payload).length
  return `DSSEv1 ${payloadType.length} ${payloadType} ${length} ${payload}`
}
