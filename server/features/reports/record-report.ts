import type { Report } from '../../../protocol/http/reports.ts'
import type { Change } from '../../database/change.ts'
import { recordServerEvent, rowOf } from '../audit/record-server-event.ts'

interface Given {
  readonly tenant: string
  /** The label of the service key that sent it. */
  readonly vendor: string
  readonly report: Report
}

/** One report, once, as an event of the log. null when its id belongs to another report; that is on the record too. */
export async function recordReport(
  change: Change,
  { tenant, vendor, report }: Given,
): Promise<{ readonly isNew: boolean; readonly at: Date } | null> {
  const { tx, now } = change
  const { id, type, about, detail } = report
  const at = new Date(report.at).toISOString()
  const row = rowOf(
    { id, at, receivedAt: now },
    { tenant, type, person: null, subject: about, detail: { ...detail, vendor } },
  )
  const added = await tx
    .insertInto('audit_events')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant', 'device', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (added !== undefined) return { isNew: true, at: now }
  const before = await tx
    .selectFrom('audit_events')
    .select(['digest', 'received_at'])
    .where('tenant', '=', tenant)
    .where('device', 'is', null)
    .where('id', '=', id)
    .executeTakeFirst()
  if (before?.digest === row.digest) return { isNew: false, at: before.received_at }
  await recordServerEvent(change, {
    ...{ tenant, type: 'report.refused', person: null, subject: about },
    detail: { report: id, vendor, code: 'REPORT_ID_TAKEN' },
  })
  return null
}
