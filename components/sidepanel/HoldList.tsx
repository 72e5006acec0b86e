import type { HoldView } from '../../protocol/hold.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { reasonWords } from '../ui/reason-words.ts'
import { StateBadge } from '../ui/StateBadge.tsx'
import { TierBadge } from '../ui/TierBadge.tsx'
import { TimeLeft } from '../ui/TimeLeft.tsx'
import { t } from '../ui/words.ts'

export interface HoldListProps {
  readonly views: readonly HoldView[]
  readonly onOpen: (hold: string) => void
  readonly onEscalate: (hold: string) => void
}

export function HoldList({ views, onOpen, onEscalate }: HoldListProps) {
  return (
    <ul className="holds">
      {views.map((view) => {
        const reason = view.decision.reasons[0]
        const isEscalated = view.escalation?.answer === null
        const approval = view.state === 'waiting' ? view.approval : null
        return (
          <li key={view.hold} className="hold-entry">
            <button type="button" className="hold" id={`open-${view.hold}`} onClick={() => onOpen(view.hold)}>
              <span className="hold-body">
                <span className="hold-name">{view.surfaceName}</span>
                {reason && (
                  <span className="hold-reason">
                    {(reason.rule !== null && view.rules[reason.rule]?.message) || reasonWords(reason)}
                  </span>
                )}
                <span className="hold-badges">
                  <TierBadge tier={view.decision.tier} />
                  <StateBadge state={approval?.state ?? view.state} />
                  {approval?.state === 'pending' && <TimeLeft until={approval.decideBy} />}
                  {isEscalated && <span>{t('escalate.waiting')}</span>}
                </span>
              </span>
              <Icon name="chevron" />
            </button>
            {!isEscalated && (
              <Button
                size="small"
                variant="quiet"
                aria-label={t('escalate.open-for', { name: view.surfaceName })}
                onClick={() => onEscalate(view.hold)}
              >
                {t('escalate.open')}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
