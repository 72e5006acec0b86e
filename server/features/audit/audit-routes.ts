import { auditPageSchema, auditQuerySchema } from '../../../protocol/http/audit.ts'
import { eventBatchSchema, eventReceiptsSchema } from '../../../protocol/http/events.ts'
import { asDevice, atConsole, deviceOf, personOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { ingest } from './ingest.ts'
import { queryEvents } from './query-events.ts'

export function auditRoutes(app: App, parts: Parts): void {
  app.post(
    '/v1/events',
    {
      ...asDevice,
      schema: { summary: say('api.events'), body: eventBatchSchema, response: { 200: eventReceiptsSchema } },
    },
    async (request) => {
      const { receipts, contiguousTo } = await ingest(parts, deviceOf(request), request.body.events)
      return { receipts: [...receipts], contiguousTo }
    },
  )

  app.get(
    '/v1/audit',
    {
      ...atConsole(),
      schema: {
        summary: say('api.audit'),
        querystring: auditQuerySchema,
        response: { 200: auditPageSchema },
      },
    },
    async (request, reply) => {
      const found = await queryEvents(parts.store, personOf(request), request.query)
      if (found.ok) return { items: found.items, next: found.next }
      if (found.reason === 'CURSOR_INVALID') return refuse(reply, 'CURSOR_INVALID')
      return refuse(reply, 'QUERY_INVALID', { params: { problem: say('issue.time') } })
    },
  )
}
