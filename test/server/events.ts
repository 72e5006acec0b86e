import { uuidv7 } from 'uuidv7'
import type { AuditEvent } from '../../protocol/audit/event.ts'

export function anEvent(device: string, sequence: number, change: Partial<AuditEvent> = {}): AuditEvent {
  return {
    ...{
      id: uuidv7(),
      type: 'action.settled',
      device,
      sequence,
      previous: null,
      at: '2026-03-02T09:00:00.000Z',
    },
    bundleVersion: 1,
    subject: {
      ...{ site: 'practice', account: 'crm', surface: 'opportunity-save', operation: 'opportunity.save' },
      ...{
        workflow: 'opportunity-update',
        tier: 2,
        record: { type: 'opportunity', ids: ['7'] },
        digest: null,
        hold: null,
      },
    },
    pageReported: false,
    detail: { outcome: 'done', status: 200, source: 'page' },
    ...change,
  }
}
