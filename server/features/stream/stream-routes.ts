import { sql } from 'kysely'
import { asWatcher, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { recallKill } from '../kills/recall-kill.ts'
import { revisionFor } from '../rollouts/version-for.ts'

/**
 * GET /v1/stream: server-sent events. Push only accelerates; whoever misses a message finds the same by polling. What every
 * stream of a tenant begins with is read once for all: after a restart the whole fleet comes back.
 */
export function streamRoutes(app: App, parts: Parts): void {
  const { store, hub, remembered } = parts
  const recall = recallKill(store)

  app.get('/v1/stream', { ...asWatcher, schema: { summary: say('api.stream') } }, async (request, reply) => {
    const principal = personOf(request)
    const { tenant, expiresAt } = principal
    const refusal = hub.refusal(principal)
    if (refusal !== null) return refuse(reply.header('retry-after', String(hub.retryAfter())), refusal)
    const revision = await revisionFor(parts, principal)
    const expiresInMs = expiresAt === null ? null : expiresAt.getTime() - (await timeOf()).getTime()
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
    const client = hub.add({ principal, response, expiresInMs }, revision)
    // Read after the stream began, so that a stop in between is not missed; the hub leaves out what was overtaken.
    const kill = await remembered.get(tenant, 'kill', () => recall(tenant, 'current')).catch(() => null)
    if (kill !== null) hub.write(client, kill)
    return reply
  })

  /** Expiry is by the one clock of all nodes. */
  async function timeOf(): Promise<Date> {
    return (await store.single<{ now: Date }>({}, sql`1`))?.now ?? new Date()
  }
}
