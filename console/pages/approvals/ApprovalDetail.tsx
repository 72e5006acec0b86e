import { ActionView } from '../../../components/ui/ActionView.tsx'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { FlaggedText } from '../../../components/ui/FlaggedText.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { StateBadge } from '../../../components/ui/StateBadge.tsx'
import { TierBadge } from '../../../components/ui/TierBadge.tsx'
import { TimeLeft } from '../../../components/ui/TimeLeft.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import type { ApprovalView } from '../../../protocol/http/approvals.ts'
import { download } from '../../download.ts'
import { ApprovalFacts } from './ApprovalFacts.tsx'
import { ApprovalSteps } from './ApprovalSteps.tsx'
import { changesTable } from './changes-file.ts'

/** Everything an approver needs on one page, the change first. */
export function ApprovalDetail({
  view,
  digest,
}: {
  readonly view: ApprovalView
  readonly digest: string | null
}) {
  const name = `changes-${view.digest.slice(0, 8)}`
  return (
    <article className="request" aria-labelledby="request-title">
      <header className="request-head">
        <h2 id="request-title">
          <bdi>{view.workflow.name}</bdi>
        </h2>
        <p className="request-who">
          {t('request.by', { name: view.requester.name, at: formatDate(view.createdAt) })}
        </p>
        <p className="request-badges">
          <StateBadge state={view.state} />
          <TierBadge tier={view.tier} />
          {view.state === 'pending' && <TimeLeft until={view.decideBy} />}
        </p>
      </header>
      {digest !== null && digest !== view.digest && (
        <Notice kind="error" title={t('request.mismatch.title')}>
          {t('request.mismatch.text')}
        </Notice>
      )}
      {view.action.actor === 'agent' && (
        <Notice kind="warn" title={t('request.agent.title')}>
          {t('request.agent.text')}
        </Notice>
      )}
      <Card
        title={t('request.changes')}
        actions={
          <>
            <Button
              variant="quiet"
              size="small"
              onClick={() => download(`${name}.csv`, 'text/csv', changesTable(view.action))}
            >
              {t('request.download-table')}
            </Button>
            <Button
              variant="quiet"
              size="small"
              onClick={() =>
                download(`${name}.json`, 'application/json', JSON.stringify(view.action, null, 2))
              }
            >
              {t('request.download-json')}
            </Button>
          </>
        }
      >
        <ActionView action={view.action} />
      </Card>
      <div className="request-columns">
        <Card title={t('request.rationale')}>
          <p className="request-text">
            <FlaggedText text={view.rationale} />
          </p>
        </Card>
        <Card title={t('request.rollback')}>
          <p className="request-text">
            <FlaggedText text={view.rollbackPlan} />
          </p>
        </Card>
      </div>
      <div className="request-columns">
        <Card title={t('request.steps')}>
          <ApprovalSteps view={view} />
        </Card>
        <Card title={t('request.facts')}>
          <ApprovalFacts view={view} />
        </Card>
      </div>
    </article>
  )
}
