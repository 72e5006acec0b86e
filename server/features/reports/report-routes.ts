import { reportReceiptSchema, reportSchema } from '../../../protocol/http/reports.ts'
import { asService, serviceOf } from '../../http/access.ts'
import type { App } from '../../http/app-types.ts'
import { refuse } from '../../http/problems.ts'
import type { Parts } from '../../parts.ts'
import { say } from '../../words.ts'
import { recordReport } from './record-report.ts'

/** Agents and tools that no browser sees say here what they did: the flight recorder has one log, whoever writes. */
export function reportRoutes(app: App, parts: Parts): void {
  app.post(
    '/v1/reports',
    {
      ...asService,
      schema: {
        summary: say('api.report'),
        body: reportSchema,
        response: { 200: reportReceiptSchema, 201: reportReceiptSchema },
      },
    },
    async (request, reply) => {
      const { tenant, label } = serviceOf(request)
      const stored = await parts.store.transact({ tenant }, (tx, now) =>
        recordReport({ tx, now, newId: parts.newId }, { tenant, vendor: label, report: request.body }),
      )
      if (stored === null) return refuse(reply, 'REPORT_ID_TAKEN')
      const { isNew, at } = stored
      return reply.code(isNew ? 201 : 200).send({ id: request.body.id, recordedAt: at.toISOString() })
    },
  )
}
