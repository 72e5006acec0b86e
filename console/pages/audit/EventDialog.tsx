import { CopyButton } from '../../../components/ui/CopyButton.tsx'
import { Dialog } from '../../../components/ui/Dialog.tsx'
import { JsonView } from '../../../components/ui/JsonView.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import type { RecordedEvent } from '../../../protocol/http/audit.ts'
import { eventName } from './event-words.ts'

interface EventDialogProps {
  readonly event: RecordedEvent | null
  readonly onClose: () => void
}

/** One event: what is known about it, the members, the exact stored text and its digest. */
export function EventDialog({ event, onClose }: EventDialogProps) {
  return (
    <Dialog open={event !== null} wide title={event ? eventName(event.type) : ''} onClose={onClose}>
      {event && (
        <div className="event">
          {event.pageReported && <Notice kind="info">{t('audit.page-reported')}</Notice>}
          <dl className="event-facts">
            {facts(event).map(([name, value]) => (
              <div key={name}>
                <dt>{t(`audit.fact.${name}`)}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ))}
          </dl>
          <h3>{t('audit.detail')}</h3>
          <JsonView value={event.detail} label={t('audit.detail')} />
          <div className="event-head">
            <h3>{t('audit.canonical')}</h3>
            <CopyButton text={event.canonical} what={t('audit.canonical')} />
          </div>
          <pre className="event-canonical" tabIndex={0} role="region" aria-label={t('audit.canonical')}>
            {event.canonical}
          </pre>
          <div className="event-head">
            <h3>{t('audit.digest')}</h3>
            <CopyButton text={event.digest} what={t('audit.digest')} />
          </div>
          <code className="event-digest">{event.digest}</code>
        </div>
      )}
    </Dialog>
  )
}

function facts(event: RecordedEvent): readonly (readonly [string, string])[] {
  const { subject } = event
  const all: readonly (readonly [string, string | null])[] = [
    ['type', event.type],
    ['at', formatDate(event.at, { dateStyle: 'long', timeStyle: 'long' })],
    ['received', formatDate(event.receivedAt, { dateStyle: 'long', timeStyle: 'long' })],
    ['person', event.person && `${event.person.name} <${event.person.email}>`],
    ['device', event.device],
    ['sequence', event.sequence === null ? null : String(event.sequence)],
    ['bundle', event.bundleVersion === null ? null : String(event.bundleVersion)],
    ['site', subject.site],
    ['account', subject.account],
    ['surface', subject.surface],
    ['operation', subject.operation],
    ['workflow', subject.workflow],
    ['tier', subject.tier === null ? null : t(`tier.${subject.tier}`)],
    ['record', subject.record && `${subject.record.type} ${subject.record.ids.join(', ')}`],
    ['hold', subject.hold],
    ['action-digest', subject.digest],
  ]
  return all.filter((fact): fact is readonly [string, string] => Boolean(fact[1]))
}
