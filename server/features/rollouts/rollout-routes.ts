import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from '../../../policy/zod.ts'
import {
  rolloutAnswerSchema,
  rolloutHaltSchema,
  rolloutStepSchema,
  rolloutWideningSchema,
} from '../../../protocol/http/rollouts.ts'
import { atConsole, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { goBack, halt, resume, widen, withRollout } from './change-rollout.ts'
import type { RolloutChanged } from './change-rollout.ts'
import { takeStep } from './signed-step.ts'
import { viewRollout } from './view-rollout.ts'

const params = z.object({ id: z.uuid() })
const response = { 200: rolloutAnswerSchema }

/** How a publication makes its way through the fleet, and who lets it. */
export function rolloutRoutes(app: App, parts: Parts): void {
  const { store } = parts
  const view = (tenant: string) => store.transact({ tenant }, (tx) => viewRollout(tx, tenant))

  app.get(
    '/v1/policy/rollout',
    { ...atConsole('admin', 'approver'), schema: { summary: say('api.rollout'), response } },
    async (request) => ({ rollout: await view(personOf(request).tenant) }),
  )
  app.post(
    '/v1/policy/rollouts/:id/widening',
    {
      ...atConsole('admin'),
      schema: { summary: say('api.rollout-widening'), params, body: rolloutWideningSchema, response },
    },
    async (request, reply) => {
      const who = personOf(request)
      const { ring, consent } = request.body
      const asked = { id: request.params.id, step: 'widening', ring, consent } as const
      const changed = await takeStep(parts, who, asked, (change, row) =>
        widen(change, parts, row, who.person.id),
      )
      return answer(request, reply, changed)
    },
  )
  app.post(
    '/v1/policy/rollouts/:id/halt',
    {
      ...atConsole('admin'),
      schema: { summary: say('api.rollout-halt'), params, body: rolloutHaltSchema, response },
    },
    async (request, reply) => {
      const who = personOf(request)
      const why = { by: who.person.id, reason: request.body.reason, cause: null }
      return answer(
        request,
        reply,
        await withRollout(parts, who, request.params.id, (change, row) => halt(change, row, why)),
      )
    },
  )
  app.post(
    '/v1/policy/rollouts/:id/resumption',
    {
      ...atConsole('admin'),
      schema: { summary: say('api.rollout-resumption'), params, body: rolloutStepSchema, response },
    },
    async (request, reply) => {
      const who = personOf(request)
      const { id } = request.params
      const { consent } = request.body
      const changed = await takeStep(parts, who, { id, step: 'resumption', consent }, (change, row) =>
        resume(change, row, who.person.id),
      )
      return answer(request, reply, changed)
    },
  )
  app.post(
    '/v1/policy/rollouts/:id/return',
    {
      ...atConsole('admin'),
      schema: { summary: say('api.rollout-return'), params, body: rolloutStepSchema, response },
    },
    async (request, reply) => {
      const who = personOf(request)
      const { id } = request.params
      const { consent } = request.body
      const back = await takeStep(parts, who, { id, step: 'return', consent }, (change, row) =>
        goBack(change, parts, row, who.person.id),
      )
      return answer(request, reply, back)
    },
  )

  async function answer(request: FastifyRequest, reply: FastifyReply, changed: RolloutChanged) {
    if (!changed.ok) return refuse(reply, changed.reason)
    return { rollout: await view(personOf(request).tenant) }
  }
}
