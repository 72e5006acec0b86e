import {
  overrideBudgetsSchema,
  overrideUsedSchema,
  overrideUseSchema,
} from '../../../protocol/http/override-budgets.ts'
import { asDevice, deviceOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { budgetsOf, countUse } from './override-uses.ts'

export function overrideRoutes(app: App, parts: Parts): void {
  app.post(
    '/v1/override-uses',
    {
      ...asDevice,
      schema: {
        ...{ summary: say('api.override-use'), body: overrideUseSchema },
        response: { 201: overrideUsedSchema },
      },
    },
    async (request, reply) => {
      const counted = await countUse(parts, deviceOf(request), request.body)
      return counted.ok ? reply.code(201).send({ left: counted.left }) : refuse(reply, counted.reason)
    },
  )
  app.get(
    '/v1/override-budgets',
    {
      ...asDevice,
      schema: { summary: say('api.override-budgets'), response: { 200: overrideBudgetsSchema } },
    },
    async (request) => budgetsOf(parts, deviceOf(request)),
  )
}
