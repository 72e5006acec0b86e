import { Card } from '../../../components/ui/Card.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { formatDate, formatRelative, t } from '../../../components/ui/words.ts'
import { browserName } from '../../../protocol/browser-name.ts'
import type { EnrolmentRequestView } from '../../../protocol/http/enrolment-requests.ts'
import { client } from '../../client.ts'
import { Loaded } from '../../Loaded.tsx'
import { PageHead } from '../../PageHead.tsx'
import type { PageProps } from '../../routes.ts'
import { useResource } from '../../use-resource.ts'
import { EnrolDecision } from './EnrolDecision.tsx'
import './enrol.css'

/** A browser without a code asks to be enrolled for whoever is signed in here. */
export function EnrolPage({ session, rest }: PageProps) {
  return (
    <>
      <PageHead title={t('nav.enrol')} text={t('enrolling.text')} />
      {rest === null ? (
        <EmptyState title={t('enrolling.nothing')} text={t('enrolling.nothing.text')} />
      ) : (
        <Asking id={rest} person={session.person} />
      )}
    </>
  )
}

interface AskingProps {
  readonly id: string
  readonly person: { readonly name: string; readonly email: string }
}

function Asking({ id, person }: AskingProps) {
  const request = useResource(`enrol ${id}`, () => client.enrolmentRequest(id))
  return (
    <Loaded of={request}>
      {(asked) => (
        <Card title={t('enrolling.asks', { browser: browserName(asked.browser) })}>
          <div className="enrol">
            <dl className="enrol-facts">
              <dt>{t('enrolling.for')}</dt>
              <dd>
                <bdi>{person.name}</bdi>, <bdi>{person.email}</bdi>
              </dd>
              <dt>{t('enrolling.browser')}</dt>
              <dd>
                <bdi>{asked.browser}</bdi>
              </dd>
              <dt>{t('enrolling.version')}</dt>
              <dd>{asked.extensionVersion}</dd>
              <dt>{t('enrolling.asked')}</dt>
              <dd>
                <time dateTime={asked.askedAt} title={formatDate(asked.askedAt)}>
                  {formatRelative(asked.askedAt)}
                </time>
              </dd>
            </dl>
            <div className="live" aria-live="polite">
              <Outcome asked={asked} />
            </div>
            {(asked.state === 'waiting' || asked.state === 'asked') && (
              <EnrolDecision asked={asked} onDecided={request.replace} />
            )}
          </div>
        </Card>
      )}
    </Loaded>
  )
}

function Outcome({ asked }: { readonly asked: EnrolmentRequestView }) {
  switch (asked.state) {
    case 'asked':
    case 'waiting':
      // The extension opens this page in its own browser, so what asks should say of itself what this one says.
      return asked.browser === navigator.userAgent.slice(0, 200) ? null : (
        <Notice kind="warn" title={t('enrolling.elsewhere.title')}>
          {t('enrolling.elsewhere.text')}
        </Notice>
      )
    case 'confirmed':
      return (
        <Notice kind="ok" title={t('enrolling.confirmed.title')}>
          {t('enrolling.confirmed.text')}
        </Notice>
      )
    case 'refused':
      return (
        <Notice kind="info" title={t('enrolling.refused.title')}>
          {t('enrolling.refused.text')}
        </Notice>
      )
    case 'expired':
      return (
        <Notice kind="warn" title={t('enrolling.expired.title')}>
          {t('enrolling.expired.text')}
        </Notice>
      )
    default:
      return asked.state satisfies never
  }
}
