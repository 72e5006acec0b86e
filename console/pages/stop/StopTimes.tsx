import { Card } from '../../../components/ui/Card.tsx'
import { DataTable } from '../../../components/ui/DataTable.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { StateBadge } from '../../../components/ui/StateBadge.tsx'
import { formatDate, formatNumber, formatRelative, t } from '../../../components/ui/words.ts'
import type { KillState } from '../../../protocol/http/trust.ts'

type Stop = KillState['stops'][number]

/** How long the latest stop took to reach each browser (F56), and why some have not said so yet. */
export function StopTimes({ latest, stops }: Pick<KillState, 'latest' | 'stops'>) {
  if (!latest) {
    return (
      <Card title={t('stop.times.title')}>
        <EmptyState title={t('stop.times.never')} text={t('stop.times.never.text')} />
      </Card>
    )
  }
  const { devices, stopped, p50, p99, at } = latest
  return (
    <Card title={t('stop.times.title')} text={t('stop.times.text', { at: formatDate(at) })}>
      <dl className="stop-figures" aria-live="polite">
        <Figure name={t('stop.times.stopped')} value={t('stop.times.of', { stopped, devices })} />
        <Figure name={t('stop.times.p50')} value={lengthOf(p50)} />
        <Figure name={t('stop.times.p99')} value={lengthOf(p99)} />
      </dl>
      <DataTable
        label={t('stop.times.devices')}
        rows={stops}
        rowKey={(stop) => stop.device}
        empty={<EmptyState title={t('stop.times.no-devices')} />}
        columns={[
          {
            key: 'person',
            header: t('devices.person'),
            cell: ({ person, browser }) => (
              <span className="stop-person">
                <bdi>{person.name}</bdi>
                <bdi className="stop-faint">{browser}</bdi>
              </span>
            ),
          },
          {
            key: 'state',
            header: t('stop.times.state'),
            cell: (stop) =>
              stop.ms === null ? (
                <span className="stop-person">
                  <StateBadge state={t('stop.times.waiting')} tone="warn" />
                  <span className="stop-faint">{why(stop, at)}</span>
                </span>
              ) : (
                <StateBadge state={t('stop.times.has-stopped')} tone="ok" />
              ),
          },
          {
            key: 'ms',
            header: t('stop.times.time'),
            align: 'end',
            cell: ({ ms }) => <span className="nowrap">{lengthOf(ms)}</span>,
          },
          {
            key: 'heard',
            header: t('stop.times.heard'),
            align: 'end',
            cell: ({ heardMs }) => <span className="nowrap stop-faint">{lengthOf(heardMs)}</span>,
          },
        ]}
      />
    </Card>
  )
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function lengthOf(ms: number | null): string {
  if (ms === null) return '–'
  if (ms < 10_000) return t('stop.times.ms', { ms: formatNumber(ms) })
  return t('stop.times.seconds', { seconds: formatNumber(Math.round(ms / 1000)) })
}

/** A browser that was not there when it happened stops by the stale ladder, and at its next contact. */
function why({ lastSeenAt }: Stop, at: string): string {
  if (lastSeenAt === null) return t('stop.times.never-seen')
  if (lastSeenAt < at) return t('stop.times.away', { seen: formatDate(lastSeenAt) })
  return t('stop.times.silent', { seen: formatRelative(lastSeenAt) })
}
