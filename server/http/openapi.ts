import fastifySwagger from '@fastify/swagger'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { say } from '../words.ts'
import type { App } from './app-types.ts'

/** GET /openapi.json, made from the same schemas that check every request. */
export async function describeApi(app: App): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: say('product'), description: say('api.description'), version: '1' },
      components: {
        securitySchemes: {
          device: { type: 'http', scheme: 'bearer', description: say('api.device') },
          service: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'countersign_session' },
        },
      },
    },
    transform: (given) => {
      const { schema, url } = jsonSchemaTransform(given)
      const kinds = given.route.config?.access?.kinds ?? []
      return { url, schema: { ...schema, security: kinds.map((kind) => ({ [kind]: [] })) } }
    },
  })
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
