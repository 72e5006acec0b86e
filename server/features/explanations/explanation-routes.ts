import { canonical } from '../../../policy/canonical.ts'
import type { Json } from '../../../policy/canonical.ts'
import { explanationSchema } from '../../../policy/explanation.ts'
import {
  explanationListSchema,
  explanationQuerySchema,
  explanationReceiptSchema,
} from '../../../protocol/http/explanations.ts'
import { announce } from '../../database/store.ts'
import { asService, asStreaming, personOf, serviceOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { hashOf } from '../../http/principal.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { recordServerEvent } from '../audit/record-server-event.ts'
import { messageNotice } from '../stream/notice.ts'
import { addExplanation, listExplanations } from './explanation-store.ts'

export function explanationRoutes(app: App, parts: Parts): void {
  app.post(
    '/v1/explanations',
    {
      ...asService,
      schema: {
        summary: say('api.explanation'),
        body: explanationSchema,
        response: { 200: explanationReceiptSchema, 201: explanationReceiptSchema },
      },
    },
    async (request, reply) => {
      const { tenant, label } = serviceOf(request)
      const explanation = request.body
      const { id, site, account, operation, record } = explanation
      const text = canonical(explanation as unknown as Json)
      const digest = hashOf(text)
      const stored = await parts.store.transact({ tenant }, async (tx, now) => {
        const about = { site, account, operation, record: { type: record.type, ids: [record.id] } }
        const added = await addExplanation(tx, { tenant, explanation, text, digest, now })
        if (added !== undefined) {
          await recordServerEvent(
            { tx, now, newId: parts.newId },
            {
              ...{ tenant, type: 'explanation.recorded', person: null, subject: about },
              detail: { explanation: id, vendor: label },
            },
          )
          await announce(tx, messageNotice(tenant, { type: 'explanation.recorded', site, id }))
          return { isNew: true, at: added }
        }
        const before = await tx
          .selectFrom('explanations')
          .select(['digest', 'recorded_at'])
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .executeTakeFirst()
        if (before !== undefined && before.digest === digest) return { isNew: false, at: before.recorded_at }
        await recordServerEvent(
          { tx, now, newId: parts.newId },
          {
            ...{ tenant, type: 'explanation.refused', person: null, subject: about },
            detail: { explanation: id, vendor: label, code: 'EXPLANATION_ID_TAKEN' },
          },
        )
        return null
      })
      if (stored === null) return refuse(reply, 'EXPLANATION_ID_TAKEN')
      return reply.code(stored.isNew ? 201 : 200).send({ id, recordedAt: stored.at.toISOString() })
    },
  )

  app.get(
    '/v1/explanations',
    {
      ...asStreaming,
      schema: {
        summary: say('api.explanations'),
        querystring: explanationQuerySchema,
        response: { 200: explanationListSchema },
      },
    },
    async (request) => {
      const { tenant } = personOf(request)
      const { query } = request
      const read = () => parts.store.transact({ tenant }, (tx) => listExplanations(tx, tenant, query))
      const isWholeSite = Object.keys(query).length === 1
      // Every browser asks for the whole of a site when it comes back; about one record only one of them asks.
      return request.isStreaming && isWholeSite
        ? parts.remembered.get(tenant, `explanations ${query.site}`, read)
        : read()
    },
  )
}
