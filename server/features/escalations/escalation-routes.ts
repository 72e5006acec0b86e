import { z } from '../../../policy/zod.ts'
import {
  escalationAnswerSchema,
  escalationListSchema,
  escalationQuerySchema,
  escalationViewSchema,
} from '../../../protocol/http/escalations.ts'
import { asPerson, atConsole, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { answerEscalation } from './answer-escalation.ts'
import { listEscalations, readEscalation, seesAll } from './list-escalations.ts'

const idParams = z.object({ id: z.string().check(z.regex(/^[1-9]\d{0,15}$/)) })

export function escalationRoutes(app: App, parts: Parts): void {
  app.get(
    '/v1/escalations',
    {
      ...asPerson,
      schema: {
        summary: say('api.escalations'),
        querystring: escalationQuerySchema,
        response: { 200: escalationListSchema },
      },
    },
    async (request, reply) => {
      const asking = personOf(request)
      const scope = request.query.scope ?? 'mine'
      if (scope === 'all' && !seesAll(asking)) return refuse(reply, 'ROLE_MISSING')
      const list = await parts.store.transact({ tenant: asking.tenant }, (tx) =>
        listEscalations(tx, asking, { ...request.query, scope }),
      )
      return list ?? refuse(reply, 'CURSOR_INVALID')
    },
  )

  app.post(
    '/v1/escalations/:id/answer',
    {
      ...atConsole(),
      schema: {
        summary: say('api.escalation-answer'),
        params: idParams,
        body: escalationAnswerSchema,
        response: { 200: escalationViewSchema },
      },
    },
    async (request, reply) => {
      const asking = personOf(request)
      const answered = await answerEscalation(parts, asking, request.params.id, request.body.note)
      if (!answered.ok) return refuse(reply, answered.reason)
      const view = await parts.store.transact({ tenant: asking.tenant }, (tx) =>
        readEscalation(tx, asking, request.params.id),
      )
      return view ?? refuse(reply, 'ESCALATION_UNKNOWN')
    },
  )
}
