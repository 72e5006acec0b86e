import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from './problems.ts'

const names = new Set(['127.0.0.1', 'localhost', '[::1]', '::1'])

/**
 * A page of another site can point its own name at this machine (DNS rebinding) and would then be of our origin. In the
 * development mode, whose password everybody knows, only this machine's own names are answered.
 */
export async function loopbackOnly(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  return names.has(request.hostname) ? undefined : refuse(reply, 'HOST_FOREIGN')
}
