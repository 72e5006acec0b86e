import { Button } from '../../../components/ui/Button.tsx'
import { hasWords, t } from '../../../components/ui/words.ts'
import type { ApprovalView } from '../../../protocol/http/approvals.ts'

export type Decision = 'approve' | 'deny'

interface DecisionBarProps {
  readonly view: ApprovalView
  /** False while the digest of what is shown is not proved to be the digest of the request. */
  readonly proved: boolean
  readonly onDecide: (decision: Decision) => void
  readonly onWithdraw: () => void
}

/** The two buttons, always in sight, or the reason why this person has none. */
export function DecisionBar({ view, proved, onDecide, onWithdraw }: DecisionBarProps) {
  if (!view.mayDecide) {
    const reason = `may-not.${view.state === 'pending' ? view.mayNotDecideBecause : view.state === 'approved' ? 'approved' : 'not-pending'}`
    const isOpen = view.state === 'pending' || view.state === 'approved'
    return (
      <div className="decision-bar">
        <p className="decision-why">{t(hasWords(reason) ? reason : 'may-not.other')}</p>
        {isOpen && view.mayNotDecideBecause === 'requester' && (
          <Button onClick={onWithdraw}>{t('withdraw.open')}</Button>
        )}
      </div>
    )
  }
  return (
    <div className="decision-bar">
      <p className="decision-exact">{t('decision.exact')}</p>
      <div className="decision-buttons">
        <Button variant="danger" onClick={() => onDecide('deny')} aria-keyshortcuts="d">
          {t('decision.deny')}{' '}
          <kbd className="keys-only" aria-hidden="true">
            D
          </kbd>
        </Button>
        <Button
          variant="primary"
          onClick={() => onDecide('approve')}
          disabled={!proved}
          aria-keyshortcuts="a"
        >
          {t('decision.approve')}{' '}
          <kbd className="keys-only" aria-hidden="true">
            A
          </kbd>
        </Button>
      </div>
    </div>
  )
}
