import { executionReportSchema, outcomeReportSchema, runReportSchema, timeSchema } from '../audit/reports.ts'
import { auditEventSchema } from '../audit/event.ts'
import { z } from '../../policy/zod.ts'

const { site, account, operation, workflow, record } = auditEventSchema.shape.subject.shape
const common = {
  /** Made by the reporter, so that a report that is sent again is stored once. */
  id: z.uuid(),
  at: timeSchema,
  about: z.strictObject({ site, account, operation, workflow, record }),
}

/** POST /v1/reports (service key): 201, or 200 when this very report is there already; 409 REPORT_ID_TAKEN. */
export const reportSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('run.reported'), ...common, detail: runReportSchema }),
  z.strictObject({ type: z.literal('execution.reported'), ...common, detail: executionReportSchema }),
  z.strictObject({ type: z.literal('outcome.reported'), ...common, detail: outcomeReportSchema }),
])
export type Report = z.infer<typeof reportSchema>

export const reportReceiptSchema = z.object({ id: z.string(), recordedAt: z.string() })
