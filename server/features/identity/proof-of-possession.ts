import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK } from 'jose'
import {
  deviceKeySchema,
  proofAlgorithm,
  proofClaimsSchema,
  proofType,
} from '../../../protocol/http/proof.ts'
import type { ProofClaims } from '../../../protocol/http/proof.ts'

/** How long a nonce is answered, and how long a used proof is remembered. */
export const nonceMs = 60_000
const longestProof = 4000

export interface ProvenRequest {
  readonly method: string
  readonly path: string
  readonly token: string
  /** As it was registered at enrolment; the key inside a proof counts for nothing. */
  readonly publicKey: object | null
}
export type ProofProblem = 'PROOF_NEEDED' | 'PROOF_REFUSED' | 'KEY_REFUSED'

/**
 * Proofs of possession in the manner of RFC 9449. Nonces are of this node and this life alone: a proof that was used
 * elsewhere or before a restart answers none of ours, so what was used needs to be remembered only here.
 */
export function proofBook(origin: () => string, now: () => number = Date.now) {
  const secret = randomBytes(32)
  const used = new Map<string, number>()
  /** Whoever hands in the same key object again saves its reading. */
  const imported = new WeakMap<object, Promise<CryptoKey | null>>()

  const sealOf = (at: string) => createHmac('sha256', secret).update(at).digest('base64url').slice(0, 22)

  function isOurs(nonce: string): boolean {
    const [at = '', seal = ''] = nonce.split('.')
    const expected = Buffer.from(sealOf(at))
    const given = Buffer.from(seal)
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false
    const age = now() - Number.parseInt(at, 36)
    return age >= 0 && age <= nonceMs
  }
  function isFirst(key: string): boolean {
    for (const [old, until] of used) {
      if (until > now()) break
      used.delete(old)
    }
    if (used.has(key)) return false
    used.set(key, now() + nonceMs)
    return true
  }

  function readKey(publicKey: object): Promise<CryptoKey | null> {
    const known = imported.get(publicKey) ?? importKey(publicKey)
    imported.set(publicKey, known)
    return known
  }

  return {
    nonce(): string {
      const at = now().toString(36)
      return `${at}.${sealOf(at)}`
    },
    /** Answered before anybody is looked up: whoever has no nonce of ours yet is sent for one. Proves nothing. */
    isTimely(proof: string | undefined): boolean {
      const claims = proof === undefined ? null : claimsOf(proof)
      return claims !== null && isOurs(claims.nonce)
    },
    async check(proof: string, about: ProvenRequest): Promise<ProofProblem | null> {
      const claims = claimsOf(proof)
      if (claims === null || !isOurs(claims.nonce)) return 'PROOF_NEEDED'
      const key = about.publicKey === null ? null : await readKey(about.publicKey)
      if (key === null || !(await isSignedBy(proof, key))) return 'KEY_REFUSED'
      const isMeant =
        claims.htm === about.method &&
        claims.ath === createHash('sha256').update(about.token).digest('base64url') &&
        isSamePlace(claims.htu, `${origin()}${about.path}`)
      return isMeant && isFirst(`${claims.ath} ${claims.jti}`) ? null : 'PROOF_REFUSED'
    },
  }
}
export type ProofBook = ReturnType<typeof proofBook>

function claimsOf(proof: string): ProofClaims | null {
  if (proof.length > longestProof) return null
  try {
    const { typ, alg } = decodeProtectedHeader(proof)
    if (typ !== proofType || alg !== proofAlgorithm) return null
    return proofClaimsSchema.safeParse(decodeJwt(proof)).data ?? null
  } catch {
    // Whatever is wrong with the text of a stranger, it is no proof.
    return null
  }
}

async function importKey(publicKey: object): Promise<CryptoKey | null> {
  const key = deviceKeySchema.safeParse(publicKey)
  if (!key.success) return null
  try {
    const read = await importJWK(key.data, proofAlgorithm)
    return read instanceof Uint8Array ? null : read
  } catch {
    // A point that is not on the curve: nothing can be signed by it.
    return null
  }
}

async function isSignedBy(proof: string, key: CryptoKey): Promise<boolean> {
  try {
    await compactVerify(proof, key, { algorithms: [proofAlgorithm] })
    return true
  } catch {
    // Whatever is wrong with it, it is not what this key signed.
    return false
  }
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** The address as this server is known, or this machine under another of its names. */
function isSamePlace(given: string, own: string): boolean {
  const [one, other] = [URL.parse(given), URL.parse(own)]
  if (one === null || other === null || one.pathname !== other.pathname) return false
  if (one.origin === other.origin) return true
  const areLocal = loopback.has(one.hostname) && loopback.has(other.hostname)
  return areLocal && one.protocol === other.protocol && one.port === other.port
}
