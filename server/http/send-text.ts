import type { FastifyReply } from 'fastify'

/** An answer that was made before, as it is. The shape was checked by types where it was made. */
export function sendText(reply: FastifyReply, json: string | Buffer): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(json)
}
