import { base64 } from './encoding.ts'
import { documentTypes, preAuthenticated } from './envelope.ts'
import type { DocumentKind, Envelope } from './envelope.ts'

/** A key that can sign, wherever it lives: a file, a PKCS#11 token, a key service. The private part never shows. */
export interface SigningKey {
  readonly keyid: string
  /** Raw key in base64url, as a root lists it. */
  readonly publicKey: string
  readonly sign: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>
}

/** Signs exactly this text with every key given. */
export async function signEnvelope(
  kind: DocumentKind,
  payload: string,
  keys: readonly SigningKey[],
): Promise<Envelope> {
  const payloadType = documentTypes[kind]
  const signed = new TextEncoder().encode(preAuthenticated(payloadType, payload))
  const signatures = await Promise.all(
    keys.map(async ({ keyid, sign }) => ({ keyid, sig: base64(await sign(signed)) })),
  )
  return { payloadType, payload, signatures }
}
