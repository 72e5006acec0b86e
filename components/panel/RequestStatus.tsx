import type { ApprovalView } from '../../protocol/http/approvals.ts'
import { ActionView } from '../ui/ActionView.tsx'
import { Button } from '../ui/Button.tsx'
import { Digest } from '../ui/Digest.tsx'
import { FlaggedText } from '../ui/FlaggedText.tsx'
import { Icon } from '../ui/Icon.tsx'
import { StateBadge } from '../ui/StateBadge.tsx'
import { TimeLeft } from '../ui/TimeLeft.tsx'
import { formatDate, t } from '../ui/words.ts'
import { usePanel } from './panel-context.ts'

export interface RequestStatusProps {
  readonly approval: ApprovalView
  /** False when the action was changed after the request. */
  readonly isForThis: boolean
}

export function RequestStatus({ approval, isForThis }: RequestStatusProps) {
  const asked = usePanel((state) => state.asked)
  const withdrawApproval = usePanel((state) => state.withdrawApproval)
  const { state, note, steps, decideBy, useBy, decidedBy, decidedAt } = approval
  return (
    <div className="request-status">
      <p className="request-line">
        {!isForThis && <span>{t('request.earlier')}</span>}
        <StateBadge state={state} />
        {state === 'pending' && <TimeLeft until={decideBy} />}
        {state === 'approved' && isForThis && useBy !== null && <TimeLeft until={useBy} />}
      </p>
      {isForThis && <p>{t(`request.${state}`)}</p>}
      {decidedBy !== null && decidedAt !== null && (
        <p className="panel-soft">
          {t('request.decided', { name: decidedBy.name, at: formatDate(decidedAt) })}
        </p>
      )}
      {note !== '' && (
        <blockquote className="request-note">
          <span className="match-label">{t('request.note')}</span>
          <FlaggedText text={note} />
        </blockquote>
      )}
      {state === 'pending' && (
        <ul className="steps">
          {steps.map((step, index) => (
            <li key={index} className="step">
              <Icon name={step.approvedBy === null ? 'clock' : 'check'} />
              <span>
                {step.approvedBy === null
                  ? t('step.open', { rule: step.ruleName, who: step.approvers.join(` ${t('request.or')} `) })
                  : t('step.signed', { rule: step.ruleName, name: step.approvedBy.name })}
              </span>
            </li>
          ))}
        </ul>
      )}
      {isForThis && (
        <details className="panel-details">
          <summary>{t('request.asked')}</summary>
          <p>
            <FlaggedText text={approval.rationale} />
          </p>
          <ActionView action={approval.action} />
        </details>
      )}
      <Digest digest={approval.digest} />
      {state === 'pending' && (
        <div>
          <Button variant="danger" size="small" busy={asked === 'withdrawal'} onClick={withdrawApproval}>
            {t('request.withdraw')}
          </Button>
        </div>
      )}
    </div>
  )
}
