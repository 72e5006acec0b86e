import type { FastifyReply, FastifyRequest } from 'fastify'
import { proofHeader, proofNonceHeader } from '../../protocol/http/proof.ts'
import { findCredential } from '../features/identity/credential-store.ts'
import type { ProofProblem } from '../features/identity/proof-of-possession.ts'
import { sessionCookie } from '../features/identity/session-cookie.ts'
import type { Parts } from '../parts.ts'
import type { Access } from './access.ts'
import { deviceKeys } from './device-keys.ts'
import { hashOf } from './principal.ts'
import type { Principal } from './principal.ts'
import { refuse } from './problems.ts'
import type { ProblemCode } from './problems.ts'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

type Gates = Pick<Parts, 'store' | 'origin' | 'hub' | 'proofs'>

/** Runs before the body is read: nobody unknown makes this server parse anything. */
export function accessHook(parts: Gates) {
  const keyOf = deviceKeys(parts.store)
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const access = request.routeOptions.config.access
    if (access === undefined) return undefined
    const { authorization } = request.headers
    if (access.proofFirst === true && authorization !== undefined && !parts.proofs.isTimely(proofOf(request)))
      return refuseProof(parts, reply, 'PROOF_NEEDED')
    const token = bearerOf(authorization ?? '')
    const known = access.byStream === true && token !== undefined ? parts.hub.known(hashOf(token)) : undefined
    const isStreaming = known?.kind === 'device'
    const found = isStreaming ? known : await identify(parts, request, access)
    if (typeof found === 'string') return refuse(reply, found)
    const isForeign = request.headers.origin !== parts.origin()
    if (found.kind === 'session' && !reading.has(request.method) && isForeign)
      return refuse(reply, 'ORIGIN_FOREIGN')
    if (found.kind === 'device') {
      const problem = problemOfProof(parts, request, await keyOf(found))
      if (problem !== null) return refuseProof(parts, reply, problem)
      void reply.header(proofNonceHeader, parts.proofs.nonce())
    }
    request.principal = found
    request.isStreaming = isStreaming
    return undefined
  }
}

function proofOf(request: FastifyRequest): string | undefined {
  const header = request.headers[proofHeader]
  return typeof header === 'string' ? header : undefined
}

/** A token alone opens nothing here: whoever stole it does not hold the key it was given to (trust.md, attack 31). */
export function problemOfProof(
  { proofs }: Pick<Gates, 'proofs'>,
  request: FastifyRequest,
  key: object | null,
  token = bearerOf(request.headers.authorization ?? '') ?? '',
): ProofProblem | null {
  const [path = ''] = request.url.split('?', 1)
  return proofs.check(proofOf(request) ?? '', { method: request.method, path, token, publicKey: key })
}

export function isOfProof(reason: ProblemCode): reason is ProofProblem {
  return reason === 'PROOF_NEEDED' || reason === 'PROOF_REFUSED' || reason === 'KEY_REFUSED'
}

export function refuseProof(
  { proofs }: Pick<Gates, 'proofs'>,
  reply: FastifyReply,
  problem: ProofProblem,
): FastifyReply {
  if (problem !== 'PROOF_NEEDED') return refuse(reply, problem)
  void reply.header('www-authenticate', 'DPoP error="use_dpop_nonce"')
  return refuse(reply.header(proofNonceHeader, proofs.nonce()), problem)
}

async function identify(
  { store }: Gates,
  request: FastifyRequest,
  access: Access,
): Promise<Principal | ProblemCode> {
  const header = request.headers.authorization
  const cookie = request.cookies[sessionCookie]
  const takesCookie = access.kinds.includes('session')
  if (header === undefined && !takesCookie) return 'TOKEN_MISSING'
  const secret = header === undefined ? cookie : bearerOf(header)
  if (secret === undefined) return header === undefined ? 'SIGNED_OUT' : 'TOKEN_UNKNOWN'
  const found = await findCredential(store, hashOf(secret))
  if (typeof found === 'string')
    return header === undefined && found !== 'SESSION_EXPIRED' ? 'SIGNED_OUT' : found
  // A stolen token is no cookie and a stolen cookie is no token.
  const isInItsPlace = (found.kind === 'session') === (header === undefined)
  if (!isInItsPlace || !access.kinds.includes(found.kind)) return 'TOKEN_WRONG_KIND'
  if (found.kind === 'session' && access.roles.length > 0) {
    if (!access.roles.some((role) => found.person.roles.includes(role))) return 'ROLE_MISSING'
  }
  return found
}

export function bearerOf(header: string): string | undefined {
  return /^bearer +([A-Za-z0-9._~+/=-]{1,500})$/i.exec(header)?.[1]
}
