import type { ReactNode } from 'react'
import { DataTable } from '../../../components/ui/DataTable.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import type { RecordedEvent } from '../../../protocol/http/audit.ts'
import { eventName, hasEventName } from './event-words.ts'

interface AuditTableProps {
  readonly events: readonly RecordedEvent[]
  readonly onOpen: (event: RecordedEvent) => void
  readonly empty: ReactNode
}

const withSeconds = { dateStyle: 'medium', timeStyle: 'medium' } as const

export function AuditTable({ events, onOpen, empty }: AuditTableProps) {
  return (
    <DataTable
      label={t('nav.audit')}
      rows={events}
      rowKey={(event) => event.id}
      empty={empty}
      columns={[
        {
          key: 'type',
          header: t('audit.event'),
          cell: (event) => (
            <button type="button" className="audit-open" onClick={() => onOpen(event)}>
              {eventName(event.type)}
              {hasEventName(event.type) && <span className="audit-type">{event.type}</span>}
            </button>
          ),
        },
        {
          key: 'at',
          header: t('audit.at'),
          cell: (event) => (
            <time className="nowrap" dateTime={event.at}>
              {formatDate(event.at, withSeconds)}
            </time>
          ),
        },
        {
          key: 'person',
          header: t('audit.filter.person'),
          cell: (event) => <bdi>{event.person?.name ?? t('audit.server')}</bdi>,
        },
        {
          key: 'workflow',
          header: t('audit.filter.workflow'),
          cell: (event) => <bdi>{event.subject.workflow ?? '–'}</bdi>,
        },
        { key: 'record', header: t('audit.filter.record'), cell: (event) => <bdi>{recordWords(event)}</bdi> },
        {
          key: 'digest',
          header: t('audit.action-digest'),
          cell: (event) =>
            event.subject.digest ? (
              <code title={event.subject.digest}>{event.subject.digest.slice(0, 12)}</code>
            ) : (
              '–'
            ),
        },
      ]}
    />
  )
}

function recordWords({ subject }: RecordedEvent): string {
  if (!subject.record) return '–'
  const [first = '', ...more] = subject.record.ids
  const name = `${subject.record.type} ${first}`.trim()
  return more.length === 0 ? name : t('audit.records', { first: name, count: more.length })
}
