import { Icon } from '../../../components/ui/Icon.tsx'
import { formatDate, t } from '../../../components/ui/words.ts'
import type { ApprovalView } from '../../../protocol/http/approvals.ts'

/** Who may sign, who has, and what happens next in the state the request is in. */
export function ApprovalSteps({ view }: { readonly view: ApprovalView }) {
  return (
    <div className="steps">
      <ol className="steps-list">
        {view.steps.map((step, index) => (
          <li key={index} className={step.approvedBy ? 'step is-signed' : 'step'}>
            <span className="step-mark" aria-hidden="true">
              {step.approvedBy ? <Icon name="check" /> : index + 1}
            </span>
            <div>
              <p className="step-name">
                <bdi>{step.ruleName}</bdi>
              </p>
              <p className="step-who">
                {step.approvedBy
                  ? t('step.signed', { name: step.approvedBy.name })
                  : t('step.may-sign', { approvers: step.approvers.join(', ') })}
              </p>
            </div>
          </li>
        ))}
      </ol>
      <h3>{t('next.title')}</h3>
      <p>{t(`next.${view.state}`, nextParams(view))}</p>
    </div>
  )
}

function nextParams(view: ApprovalView) {
  return {
    requester: view.requester.name,
    decideBy: formatDate(view.decideBy),
    useBy: view.useBy ? formatDate(view.useBy) : '',
    by: view.decidedBy?.name ?? '',
  }
}
