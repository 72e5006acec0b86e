import { base64url } from '../../policy/trust/encoding.ts'
import { proofAlgorithm, proofType } from '../../protocol/http/proof.ts'
import type { ProofClaims } from '../../protocol/http/proof.ts'
import type { Worker } from '../worker.ts'
import { ensureDevice, publicPart } from './device.ts'

interface ProvenCall {
  readonly method: string
  readonly url: string
  readonly token: string
  /** What the server gave to be signed. */
  readonly nonce: string
}

/** Shows that this browser holds the key it enrolled with: a proof of RFC 9449, good for this one call. */
export async function proofOf(worker: Worker, { method, url, token, nonce }: ProvenCall): Promise<string> {
  const { privateKey, publicKey } = await ensureDevice(worker)
  const claims: ProofClaims = {
    ...{ jti: worker.environment.newId(), htm: method, htu: url, nonce },
    iat: Math.floor(worker.environment.now() / 1000),
    ath: base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(token)))),
  }
  const header = { typ: proofType, alg: proofAlgorithm, jwk: publicPart(publicKey) }
  const signed = [header, claims].map((part) => base64url(utf8.encode(JSON.stringify(part)))).join('.')
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    privateKey,
    utf8.encode(signed),
  )
  return `${signed}.${base64url(new Uint8Array(signature))}`
}

const utf8 = new TextEncoder()
