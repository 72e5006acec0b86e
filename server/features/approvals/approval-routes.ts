import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from '../../../policy/zod.ts'
import {
  approvalDecisionSchema,
  approvalListSchema,
  approvalQuerySchema,
  approvalRequestSchema,
  approvalViewSchema,
  grantConsumedSchema,
  grantConsumptionSchema,
} from '../../../protocol/http/approvals.ts'
import { asDevice, asPerson, deviceOf, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { consumeGrant } from './consume-grant.ts'
import { decideRequest } from './decide-request.ts'
import { openRequest } from './open-request.ts'
import { listRequests, seesAll, viewRequest } from './view-requests.ts'
import { withdrawRequest } from './withdraw-request.ts'

const idParams = z.object({ id: z.uuid() })

export function approvalRoutes(app: App, parts: Parts): void {
  const answerWith = async (request: FastifyRequest, reply: FastifyReply, id: string, status: number) => {
    const asking = personOf(request)
    const view = await parts.store.transact({ tenant: asking.tenant }, (tx) => viewRequest(tx, asking, id))
    return view === null ? refuse(reply, 'APPROVAL_UNKNOWN') : reply.code(status).send(view)
  }

  app.post(
    '/v1/approval-requests',
    {
      ...asDevice,
      schema: {
        summary: say('api.approval-request'),
        body: approvalRequestSchema,
        response: { 200: approvalViewSchema, 201: approvalViewSchema },
      },
    },
    async (request, reply) => {
      const opened = await openRequest(parts, deviceOf(request), request.body)
      if (!opened.ok)
        return refuse(
          reply,
          opened.reason,
          opened.reasons === undefined ? {} : { members: { reasons: opened.reasons } },
        )
      return answerWith(request, reply, request.body.id, opened.isNew ? 201 : 200)
    },
  )

  app.get(
    '/v1/approval-requests',
    {
      ...asPerson,
      schema: {
        summary: say('api.approval-requests'),
        querystring: approvalQuerySchema,
        response: { 200: approvalListSchema },
      },
    },
    async (request, reply) => {
      const asking = personOf(request)
      const scope = request.query.scope ?? 'mine'
      if (scope === 'all' && !seesAll(asking)) return refuse(reply, 'ROLE_MISSING')
      const list = await parts.store.transact({ tenant: asking.tenant }, (tx) =>
        listRequests(tx, asking, { ...request.query, scope }),
      )
      return list ?? refuse(reply, 'CURSOR_INVALID')
    },
  )

  app.get(
    '/v1/approval-requests/:id',
    {
      ...asPerson,
      schema: { summary: say('api.approval'), params: idParams, response: { 200: approvalViewSchema } },
    },
    async (request, reply) => answerWith(request, reply, request.params.id, 200),
  )

  app.post(
    '/v1/approval-requests/:id/decision',
    {
      ...asPerson,
      schema: {
        summary: say('api.approval-decision'),
        params: idParams,
        body: approvalDecisionSchema,
        response: { 200: approvalViewSchema },
      },
    },
    async (request, reply) => {
      const decided = await decideRequest(parts, personOf(request), request.params.id, request.body)
      return decided.ok ? answerWith(request, reply, request.params.id, 200) : refuse(reply, decided.reason)
    },
  )

  app.post(
    '/v1/approval-requests/:id/withdraw',
    {
      ...asPerson,
      schema: {
        summary: say('api.approval-withdraw'),
        params: idParams,
        body: z.strictObject({}),
        response: { 200: approvalViewSchema },
      },
    },
    async (request, reply) => {
      const withdrawn = await withdrawRequest(parts, personOf(request), request.params.id)
      return withdrawn.ok
        ? answerWith(request, reply, request.params.id, 200)
        : refuse(reply, withdrawn.reason)
    },
  )

  app.post(
    '/v1/grants/:id/consume',
    {
      ...asDevice,
      schema: {
        summary: say('api.grant-consume'),
        params: idParams,
        body: grantConsumptionSchema,
        response: { 200: grantConsumedSchema },
      },
    },
    async (request, reply) => {
      const consumption = await consumeGrant(parts, deviceOf(request), request.params.id, request.body)
      return consumption.ok ? consumption.consumed : refuse(reply, consumption.reason)
    },
  )
}
