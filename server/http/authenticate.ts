import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { proofHeader, proofNonceHeader } from '../../protocol/http/proof.ts'
import { findCredential } from '../features/identity/credential-store.ts'
import { sessionCookie } from '../features/identity/session-cookie.ts'
import type { Parts } from '../parts.ts'
import type { Access } from './access.ts'
import { hashOf } from './principal.ts'
import type { DevicePrincipal, Principal } from './principal.ts'
import { refuse } from './problems.ts'
import type { ProblemCode } from './problems.ts'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

type Gates = Pick<Parts, 'store' | 'origin' | 'hub' | 'proofs'>

/** Runs before the body is read: nobody unknown makes this server parse anything. */
export function accessHook(parts: Gates) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const access = request.routeOptions.config.access
    if (access === undefined) return undefined
    const token = bearerOf(request.headers.authorization ?? '')
    const streaming =
      access.byStream === true && token !== undefined ? parts.hub.known(hashOf(token)) : undefined
    if (streaming?.kind === 'device') {
      request.principal = streaming
      request.isStreaming = true
      return undefined
    }
    const takesProof = access.proof === true && request.headers.authorization !== undefined
    if (takesProof && !parts.proofs.isTimely(proofOf(request))) {
      void reply.header('www-authenticate', 'DPoP error="use_dpop_nonce"')
      return refuse(reply.header(proofNonceHeader, parts.proofs.nonce()), 'PROOF_NEEDED')
    }
    const found = await identify(parts, request, access)
    if (typeof found === 'string') return refuse(reply, found)
    const isForeign = request.headers.origin !== parts.origin()
    if (found.kind === 'session' && !reading.has(request.method) && isForeign)
      return refuse(reply, 'ORIGIN_FOREIGN')
    const problem = takesProof && found.kind === 'device' ? await problemOfProof(parts, request, found) : null
    if (problem !== null) return refuse(reply, problem)
    request.principal = found
    return undefined
  }
}

function proofOf(request: FastifyRequest): string | undefined {
  const header = request.headers[proofHeader]
  return typeof header === 'string' ? header : undefined
}

/** A token alone opens nothing here: whoever stole it does not hold the key it was given to (trust.md, attack 31). */
async function problemOfProof(
  { store, proofs }: Gates,
  request: FastifyRequest,
  { tenant, device }: DevicePrincipal,
): Promise<ProblemCode | null> {
  const row = await store.single<{ key: unknown }>(
    { tenant },
    sql`(select public_key from devices where tenant = ${tenant} and id = ${device}::uuid) as key`,
  )
  const [path = ''] = request.url.split('?', 1)
  const token = bearerOf(request.headers.authorization ?? '') ?? ''
  return proofs.check(proofOf(request) ?? '', {
    ...{ method: request.method, path, token, device, publicKey: row?.key },
  })
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

function bearerOf(header: string): string | undefined {
  return /^bearer +([A-Za-z0-9._~+/=-]{1,500})$/i.exec(header)?.[1]
}
