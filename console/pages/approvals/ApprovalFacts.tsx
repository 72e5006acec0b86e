import type { ReactNode } from 'react'
import { CopyButton } from '../../../components/ui/CopyButton.tsx'
import { FlaggedText } from '../../../components/ui/FlaggedText.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import type { ApprovalView } from '../../../protocol/http/approvals.ts'
import { Link } from '../../Link.tsx'
import { OutsideLink } from '../../OutsideLink.tsx'

/** Where it comes from, its ticket, its times and the digest that the rep sees too. */
export function ApprovalFacts({ view }: { readonly view: ApprovalView }) {
  const { action } = view
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['requester', <bdi>{`${view.requester.name} <${view.requester.email}>`}</bdi>],
    ['ticket', view.ticket ? <OutsideLink text={view.ticket} /> : null],
    ['where', <FlaggedText text={action.account} />],
    [
      'record',
      action.record && action.record.ids.length === 1 ? (
        <FlaggedText text={`${action.record.type} ${action.record.ids[0]}`} />
      ) : null,
    ],
    ['decide-by', formatDate(view.decideBy)],
    [
      'decided',
      view.decidedAt &&
        t('fact.decided-by', { at: formatDate(view.decidedAt), name: view.decidedBy?.name ?? '' }),
    ],
    ['note', view.note ? <FlaggedText text={view.note} /> : null],
    ['use-by', view.useBy && formatDate(view.useBy)],
    [
      'supersedes',
      view.supersedes && <Link to={`/approvals/${view.supersedes}`}>{t('fact.earlier-request')}</Link>,
    ],
  ]
  return (
    <dl className="facts">
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name} className="fact">
              <dt>{t(`fact.${name}`)}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
      <div className="fact">
        <dt>{t('action.digest')}</dt>
        <dd className="fact-digest">
          <code data-digest={view.digest}>{view.digest.match(/.{1,8}/g)?.join(' ')}</code>
          <CopyButton text={view.digest} what={t('action.digest')} />
          <p className="fact-hint">{t('action.digest-hint')}</p>
        </dd>
      </div>
    </dl>
  )
}
