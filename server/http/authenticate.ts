import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Store } from '../database/store.ts'
import { findCredential } from '../features/identity/credential-store.ts'
import { sessionCookie } from '../features/identity/session-cookie.ts'
import type { Access } from './access.ts'
import { hashOf } from './principal.ts'
import type { Principal } from './principal.ts'
import { refuse } from './problems.ts'
import type { ProblemCode } from './problems.ts'

const reading = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Runs before the body is read: nobody unknown makes this server parse anything. */
export function accessHook(store: Store, ownOrigin: () => string) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const access = request.routeOptions.config.access
    if (access === undefined) return undefined
    const found = await identify(store, request, access)
    if (typeof found === 'string') return refuse(reply, found)
    const isForeign = request.headers.origin !== ownOrigin()
    if (found.kind === 'session' && !reading.has(request.method) && isForeign)
      return refuse(reply, 'ORIGIN_FOREIGN')
    request.principal = found
    return undefined
  }
}

async function identify(
  store: Store,
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
