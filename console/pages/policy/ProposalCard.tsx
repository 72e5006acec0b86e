import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import type { Proposal } from '../../../protocol/http/change-control.ts'
import type { PolicyDocument } from '../../../protocol/http/policy.ts'
import type { Session } from '../../../protocol/http/session.ts'
import type { Answer, Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { ConfirmDialog } from '../../ConfirmDialog.tsx'
import { withPasskey } from '../../with-passkey.ts'
import { FailureNotice } from '../../FailureNotice.tsx'
import { Comments } from './Comments.tsx'
import { Differences } from './Differences.tsx'
import { differencesBetween } from './differences.ts'
import { Loosenings } from './Loosenings.tsx'
import { planWords } from './rollout/ring-words.ts'

interface ProposalCardProps {
  readonly proposal: Proposal
  readonly session: Session
  readonly current: PolicyDocument
  readonly onChange: () => void
}

/** Everything the second person needs to decide: what becomes looser, what changes, why, and what was said. */
export function ProposalCard({ proposal, session, current, onChange }: ProposalCardProps) {
  const [asking, setAsking] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const isOwn = proposal.authors.some(({ id }) => id === session.person.id)
  const isStale = proposal.basedOn < current.version

  async function act(call: Promise<Answer<unknown>>): Promise<Failure | null> {
    const answer = await call
    if (answer.ok) {
      setAsking(false)
      onChange()
    }
    return answer.ok ? null : answer.failure
  }

  return (
    <Card
      title={t('changes.waits')}
      text={t('changes.by', {
        names: proposal.authors.map(({ name }) => name).join(', '),
        at: formatDate(proposal.createdAt),
        version: proposal.basedOn,
      })}
      actions={
        <>
          {session.roles.includes('admin') && (
            <Button onClick={() => void act(client.withdrawProposal(proposal.id)).then(setFailure)}>
              {t('changes.withdraw')}
            </Button>
          )}
          {!isOwn && (
            <Button variant="primary" disabled={isStale} onClick={() => setAsking(true)}>
              {t('changes.confirm')}
            </Button>
          )}
        </>
      }
    >
      <div className="proposal">
        {proposal.note && (
          <p className="version-note">
            <bdi>{proposal.note}</bdi>
          </p>
        )}
        {isOwn && <Notice kind="info">{t('changes.own')}</Notice>}
        {isStale && <Notice kind="warn">{t('changes.stale', { version: current.version })}</Notice>}
        {failure && <FailureNotice failure={failure} />}
        {proposal.rollout && <Notice kind="info">{planWords(proposal.rollout)}</Notice>}
        <Loosenings loosenings={proposal.loosenings} policies={[proposal.policy, current.policy]} />
        <section>
          <h3>{t('changes.differences', { version: current.version })}</h3>
          <Differences differences={differencesBetween(current.policy, proposal.policy)} />
        </section>
        <Comments proposal={proposal} onChange={onChange} />
      </div>
      <ConfirmDialog
        open={asking}
        title={t('changes.confirm.title')}
        confirm={t('changes.confirm')}
        onConfirm={() =>
          act(
            withPasskey({ purpose: 'publish', subject: proposal.digest }, (consent) =>
              client.confirmProposal(proposal.id, proposal.digest, consent),
            ),
          )
        }
        onClose={() => setAsking(false)}
      >
        <p>{t('changes.confirm.text', { count: proposal.loosenings.length })}</p>
      </ConfirmDialog>
    </Card>
  )
}
