import { createPublicKey, hash, randomBytes, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import {
  deviceKeySchema,
  proofAlgorithm,
  proofClaimsSchema,
  proofType,
} from '../../../protocol/http/proof.ts'
import type { ProofClaims } from '../../../protocol/http/proof.ts'

/** How long a nonce is answered, and how long a used proof is remembered. */
export const nonceMs = 60_000
/** All who ask within this time get the same one: a fleet that asks at once is not worth ten thousand of them. */
const nonceLastsMs = 1000
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
  /** What was handed out, by when: oldest first. */
  const nonces = new Map<string, number>()
  let newest = ''
  const used = new Map<string, number>()
  /** Whoever hands in the same key object again saves its reading. */
  const imported = new WeakMap<object, KeyObject | null>()

  function nonce(): string {
    const at = nonces.get(newest)
    // A clock that was put back makes a new one as well.
    if (at !== undefined && Math.abs(now() - at) < nonceLastsMs) return newest
    for (const [old, since] of nonces) {
      if (now() - since <= nonceMs) break
      nonces.delete(old)
    }
    newest = randomBytes(16).toString('base64url')
    nonces.set(newest, now())
    return newest
  }
  function isOurs(given: string): boolean {
    const at = nonces.get(given)
    if (at === undefined) return false
    const age = now() - at
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

  function readKey(publicKey: object): KeyObject | null {
    const known = imported.get(publicKey)
    if (known !== undefined) return known
    const read = importKey(publicKey)
    imported.set(publicKey, read)
    return read
  }

  return {
    nonce,
    /** Answered before anybody is looked up: whoever has no nonce of ours yet is sent for one. Proves nothing. */
    isTimely(proof: string | undefined): boolean {
      const claims = proof === undefined ? null : claimsOf(proof)
      return claims !== null && isOurs(claims.nonce)
    },
    check(proof: string, about: ProvenRequest): ProofProblem | null {
      const claims = claimsOf(proof)
      if (claims === null || !isOurs(claims.nonce)) return 'PROOF_NEEDED'
      const key = about.publicKey === null ? null : readKey(about.publicKey)
      if (key === null || !isSignedBy(proof, key)) return 'KEY_REFUSED'
      const isMeant =
        claims.htm === about.method &&
        claims.ath === hash('sha256', about.token, 'base64url') &&
        isSamePlace(claims.htu, `${origin()}${about.path}`)
      return isMeant && isFirst(`${claims.ath} ${claims.jti}`) ? null : 'PROOF_REFUSED'
    },
  }
}
export type ProofBook = ReturnType<typeof proofBook>

function claimsOf(proof: string): ProofClaims | null {
  if (proof.length > longestProof) return null
  try {
    const { typ, alg, crit } = decodeProtectedHeader(proof)
    // An extension that must be understood is not.
    if (typ !== proofType || alg !== proofAlgorithm || crit !== undefined) return null
    if (proof.split('.').length !== 3) return null
    return proofClaimsSchema.safeParse(decodeJwt(proof)).data ?? null
  } catch {
    // Whatever is wrong with the text of a stranger, it is no proof.
    return null
  }
}

function importKey(publicKey: object): KeyObject | null {
  const key = deviceKeySchema.safeParse(publicKey)
  if (!key.success) return null
  try {
    return createPublicKey({ key: key.data, format: 'jwk' })
  } catch {
    // A point that is not on the curve: nothing can be signed by it.
    return null
  }
}

/** In this thread (RFC 7515, ES256 by RFC 7518 3.4): handing it to another takes three times as long as doing it. */
function isSignedBy(proof: string, key: KeyObject): boolean {
  const end = proof.lastIndexOf('.')
  const signature = Buffer.from(proof.slice(end + 1), 'base64url')
  return verify('sha256', Buffer.from(proof.slice(0, end)), { key, dsaEncoding: 'ieee-p1363' }, signature)
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
