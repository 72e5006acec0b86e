import { setImmediate } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from '../../../policy/zod.ts'
import {
  killRequestSchema,
  killStateSchema,
  restartConfirmationSchema,
  restartRequestSchema,
} from '../../../protocol/http/trust.ts'
import { atConsole, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { killState } from './kill-state.ts'
import { confirmRestart, requestRestart, withdrawRestart } from './restart.ts'
import { stop } from './stop.ts'
import type { Outcome } from './stop.ts'

const idParams = z.object({ id: z.uuid() })
const response = { 200: killStateSchema }

/** Stopping and restarting. Every answer is the state of all kills after it. */
export function killRoutes(app: App, parts: Parts): void {
  app.get(
    '/v1/kills',
    { ...atConsole('admin', 'approver'), schema: { summary: say('api.kills'), response } },
    (request) => state(request),
  )
  app.post(
    '/v1/kills',
    { ...atConsole('admin'), schema: { summary: say('api.kill'), body: killRequestSchema, response } },
    async (request, reply) => answer(request, reply, await stop(parts, personOf(request), request.body)),
  )
  app.post(
    '/v1/kills/restarts',
    { ...atConsole('admin'), schema: { summary: say('api.restart'), body: restartRequestSchema, response } },
    async (request, reply) =>
      answer(request, reply, await requestRestart(parts, personOf(request), request.body)),
  )
  for (const [path, act, summary, roles] of [
    // Whoever may consent may be the second person; asking and taking back stay with administrators.
    ['confirmation', confirmRestart, 'api.restart-confirmation', ['admin', 'approver']],
    ['withdrawal', withdrawRestart, 'api.restart-withdrawal', ['admin']],
  ] as const)
    app.post(
      `/v1/kills/restarts/:id/${path}`,
      {
        ...atConsole(...roles),
        schema: { summary: say(summary), params: idParams, body: restartConfirmationSchema, response },
      },
      async (request, reply) =>
        answer(
          request,
          reply,
          await act(parts, personOf(request), { ...request.body, id: request.params.id }),
        ),
    )

  function state(request: FastifyRequest) {
    const { tenant } = personOf(request)
    return parts.store.transact({ tenant }, (tx) => killState(tx, tenant, parts.packs))
  }
  async function answer(request: FastifyRequest, reply: FastifyReply, outcome: Outcome) {
    if (!outcome.ok) return refuse(reply, outcome.reason)
    // What the streams were told leaves at the end of this turn, and the figures of a fleet would hold it up.
    await setImmediate()
    return state(request)
  }
}
