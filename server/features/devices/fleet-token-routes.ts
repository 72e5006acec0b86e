import { z } from '../../../policy/zod.ts'
import {
  fleetTokenListSchema,
  fleetTokenRequestSchema,
  fleetTokenSchema,
  madeFleetTokenSchema,
} from '../../../protocol/http/fleet.ts'
import { atConsole, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { listFleetTokens, makeFleetToken, revokeFleetToken } from './fleet-token.ts'

export function fleetTokenRoutes(app: App, parts: Parts): void {
  app.post(
    '/v1/fleet-tokens',
    {
      ...atConsole('admin'),
      schema: {
        summary: say('api.fleet-token-made'),
        body: fleetTokenRequestSchema,
        response: { 201: madeFleetTokenSchema },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await makeFleetToken(parts, personOf(request), request.body)),
  )

  app.get(
    '/v1/fleet-tokens',
    {
      ...atConsole('admin'),
      schema: { summary: say('api.fleet-tokens'), response: { 200: fleetTokenListSchema } },
    },
    async (request) => ({ items: await listFleetTokens(parts.store, personOf(request).tenant) }),
  )

  app.post(
    '/v1/fleet-tokens/:id/revocation',
    {
      ...atConsole('admin'),
      schema: {
        summary: say('api.fleet-token-revocation'),
        params: z.object({ id: z.uuid() }),
        body: z.strictObject({}),
        response: { 200: fleetTokenSchema },
      },
    },
    async (request, reply) => {
      const token = await revokeFleetToken(parts, personOf(request), request.params.id)
      return token ?? refuse(reply, 'FLEET_TOKEN_UNKNOWN')
    },
  )
}
