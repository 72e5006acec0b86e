import { effectsQuerySchema, effectsSchema } from '../../../protocol/http/effects.ts'
import { learningQuerySchema, learningSchema } from '../../../protocol/http/learning.ts'
import { atConsole, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { bundleOf, readBundle } from '../policy/bundle-store.ts'
import { answersSince } from './answers.ts'
import { effectsSince } from './effects.ts'
import { learn } from './learn.ts'
import { lastWeek, thisWeek } from './weekly-digest.ts'

const day = 86_400_000

export function learningRoutes(app: App, { store }: Parts): void {
  app.get(
    '/v1/learning',
    {
      ...atConsole('approver', 'admin'),
      schema: {
        summary: say('api.learning'),
        querystring: learningQuerySchema,
        response: { 200: learningSchema },
      },
    },
    async (request, reply) => {
      const { tenant } = personOf(request)
      const { week, days = 7 } = request.query
      const learning = await store.transact({ tenant }, async (tx, now) => {
        const row = await readBundle(tx, tenant, 'current')
        if (row === undefined) return null
        const since = { from: new Date(now.getTime() - days * day), to: now }
        const period = week === 'this' ? thisWeek(now) : week === 'last' ? lastWeek(now) : since
        const answers = await answersSince(tx, tenant, period)
        const [from, to] = [period.from.toISOString(), period.to.toISOString()]
        return { from, to, rules: learn(bundleOf(row), answers) }
      })
      return learning ?? refuse(reply, 'NO_POLICY')
    },
  )

  app.get(
    '/v1/policy/effects',
    {
      ...atConsole('approver', 'admin'),
      schema: {
        summary: say('api.effects'),
        querystring: effectsQuerySchema,
        response: { 200: effectsSchema },
      },
    },
    async (request) => {
      const { tenant } = personOf(request)
      const days = request.query.days ?? 30
      return store.transact({ tenant }, async (tx, now) => ({
        days,
        ...(await effectsSince(tx, tenant, new Date(now.getTime() - days * day))),
      }))
    },
  )
}
