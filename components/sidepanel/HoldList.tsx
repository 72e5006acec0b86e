import type { HoldView } from '../../protocol/hold.ts'
import { Icon } from '../ui/Icon.tsx'
import { reasonWords } from '../ui/reason-words.ts'
import { StateBadge } from '../ui/StateBadge.tsx'
import { TierBadge } from '../ui/TierBadge.tsx'
import { TimeLeft } from '../ui/TimeLeft.tsx'

export interface HoldListProps {
  readonly views: readonly HoldView[]
  readonly onOpen: (hold: string) => void
}

export function HoldList({ views, onOpen }: HoldListProps) {
  return (
    <ul className="holds">
      {views.map((view) => {
        const reason = view.decision.reasons[0]
        const approval = view.state === 'waiting' ? view.approval : null
        return (
          <li key={view.hold}>
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
                </span>
              </span>
              <Icon name="chevron" />
            </button>
          </li>
        )
      })}
    </ul>
  )
}
