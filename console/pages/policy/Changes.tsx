import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { StateBadge } from '../../../components/ui/StateBadge.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import type { Proposal } from '../../../protocol/http/change-control.ts'
import type { PolicyDocument } from '../../../protocol/http/policy.ts'
import type { Session } from '../../../protocol/http/session.ts'
import { Link } from '../../Link.tsx'
import { Loaded } from '../../Loaded.tsx'
import type { Resource } from '../../use-resource.ts'
import { ProposalCard } from './ProposalCard.tsx'

interface ChangesProps {
  readonly proposals: Resource<{ items: Proposal[] }>
  readonly session: Session
  readonly current: PolicyDocument
  readonly onDecided: () => void
}

/** The change that waits for its second person, and what became of the ones before. */
export function Changes({ proposals, session, current, onDecided }: ChangesProps) {
  return (
    <Loaded of={proposals}>
      {({ items }) => {
        const open = items.find(({ state }) => state === 'open')
        const closed = items.filter(({ state }) => state !== 'open')
        return (
          <div className="rules">
            {open ? (
              <ProposalCard
                proposal={open}
                session={session}
                current={current}
                onChange={() => {
                  proposals.reload()
                  onDecided()
                }}
              />
            ) : (
              <Card>
                <EmptyState title={t('changes.none')} text={t('changes.none.text')} />
              </Card>
            )}
            {closed.length > 0 && (
              <Card title={t('changes.closed')}>
                <ul className="changes-closed">
                  {closed.map((proposal) => (
                    <li key={proposal.id}>
                      <StateBadge
                        state={t(`changes.state.${proposal.state}`)}
                        tone={proposal.state === 'published' ? 'ok' : 'plain'}
                      />
                      <span>
                        {t('changes.line', {
                          author: proposal.author.name,
                          by: proposal.closedBy?.name ?? '',
                          at: formatDate(proposal.closedAt ?? proposal.createdAt),
                        })}{' '}
                        <bdi>{proposal.note}</bdi>
                      </span>
                      {proposal.version !== null && (
                        <Link to={`/policy/${proposal.version}`}>
                          {t('version.number', { version: proposal.version })}
                        </Link>
                      )}
                    </li>
                  ))}
                </ul>
              </Card>
            )}
          </div>
        )
      }}
    </Loaded>
  )
}
