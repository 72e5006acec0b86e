import {
  backtestPlanSchema,
  backtestRequestSchema,
  decisionPageSchema,
  decisionQuerySchema,
} from '../../../protocol/http/backtest.ts'
import { atConsole, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { readDecisions } from './read-decisions.ts'
import { startBacktest } from './start-backtest.ts'

/** A draft policy over what was decided: the run itself is the console's, in a worker of the browser. */
export function backtestRoutes(app: App, parts: Parts): void {
  app.post(
    '/v1/backtests',
    {
      ...atConsole('admin'),
      schema: {
        ...{ summary: say('api.backtest'), body: backtestRequestSchema },
        response: { 200: backtestPlanSchema },
      },
    },
    async (request, reply) => {
      const plan = await startBacktest(parts, personOf(request), request.body)
      return plan ?? refuse(reply, 'QUERY_INVALID', { params: { problem: say('issue.time') } })
    },
  )

  app.get(
    '/v1/backtests/decisions',
    {
      ...atConsole('admin'),
      schema: {
        ...{ summary: say('api.backtest-decisions'), querystring: decisionQuerySchema },
        response: { 200: decisionPageSchema },
      },
    },
    async (request, reply) => {
      const page = await readDecisions(parts.store, personOf(request).tenant, request.query)
      if (!page.ok) {
        const isTime = page.reason === 'QUERY_INVALID'
        return refuse(reply, page.reason, isTime ? { params: { problem: say('issue.time') } } : {})
      }
      // The stored texts themselves: reading a million events to write them again would be most of the work.
      void reply.type('application/json; charset=utf-8')
      return reply.send(page.text as never)
    },
  )
}
