import { asPerson, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { recallKill } from '../kills/recall-kill.ts'
import { currentVersion } from '../policy/bundle-store.ts'

/** GET /v1/stream: server-sent events. Push only accelerates; whoever misses a message finds the same by polling. */
export function streamRoutes(app: App, { store, hub }: Parts): void {
  app.get('/v1/stream', { ...asPerson, schema: { summary: say('api.stream') } }, async (request, reply) => {
    const { tenant, hash } = personOf(request)
    if (!hub.hasRoom(hash)) return refuse(reply, 'STREAM_BUSY')
    const revision = await store.transact({ tenant }, (tx) => currentVersion(tx, tenant))
    // Hijacked answers miss Fastify's own header step, so what the hooks have set is passed on by hand.
    reply.hijack()
    const response = reply.raw
    response.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    request.raw.socket.setNoDelay(true)
    const client = { tenant, hash, response }
    hub.add(client, revision)
    // Read after the stream began, so that a stop in between is not missed; the hub leaves out what was overtaken.
    const kill = await recallKill(store)(tenant, 'current').catch(() => null)
    if (kill !== null) hub.write(client, kill)
    return reply
  })
}
