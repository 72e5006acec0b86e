import type { FastifyRequest } from 'fastify'
import type { Role } from '../../protocol/http/session.ts'
import type { Parts } from '../parts.ts'
import type { DevicePrincipal, PersonPrincipal, Principal } from './principal.ts'

export interface Access {
  readonly kinds: readonly Principal['kind'][]
  /** At least one of these; empty = every role. Only asked of sessions. */
  readonly roles: readonly Role[]
  /** Whoever brings no timely proof is sent for a nonce before anybody is looked up. */
  readonly proofFirst?: true
  /** A device whose stream is open here is known by it, without a question to the store; it proves its key all the same. */
  readonly byStream?: true
}

export const asDevice = { config: { access: { kinds: ['device'], roles: [] } satisfies Access } }
export const asPerson = { config: { access: { kinds: ['device', 'session'], roles: [] } satisfies Access } }
export const asWatcher = {
  config: { access: { kinds: ['device', 'session'], roles: [], proofFirst: true } satisfies Access },
}
export const asStreaming = {
  config: { access: { kinds: ['device', 'session'], roles: [], byStream: true } satisfies Access },
}
export const asStreamingDevice = {
  config: { access: { kinds: ['device'], roles: [], byStream: true } satisfies Access },
}
export const asService = { config: { access: { kinds: ['service'], roles: [] } satisfies Access } }
export const atConsole = (...roles: Role[]) => ({
  config: { access: { kinds: ['session'], roles } satisfies Access },
})

export function deviceOf(request: FastifyRequest): DevicePrincipal {
  if (request.principal?.kind === 'device') return request.principal
  throw new Error('A route for devices was reached without one.')
}

export function personOf(request: FastifyRequest): PersonPrincipal {
  const principal = request.principal
  if (principal !== null && principal.kind !== 'service') return principal
  throw new Error('A route for people was reached without one.')
}

export function serviceOf(request: FastifyRequest): Extract<Principal, { kind: 'service' }> {
  if (request.principal?.kind === 'service') return request.principal
  throw new Error('A route for services was reached without one.')
}

/** Whether what is remembered will do. A node that is alone hears of every change; one of several what its streams are told. */
export function hearsAll({ store }: Pick<Parts, 'store'>, { isStreaming }: FastifyRequest): boolean {
  return isStreaming || store.kind === 'pglite'
}
