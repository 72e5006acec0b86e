import { useEffect, useRef } from 'react'
import { StateBadge } from '../../../components/ui/StateBadge.tsx'
import { TierBadge } from '../../../components/ui/TierBadge.tsx'
import { TimeLeft } from '../../../components/ui/TimeLeft.tsx'
import { formatDate, formatRelative, t } from '../../../components/ui/words.ts'
import type { ApprovalView } from '../../../protocol/http/approvals.ts'
import { Link } from '../../Link.tsx'
import { ActionSummary } from './ActionSummary.tsx'

interface ApprovalListProps {
  readonly items: readonly ApprovalView[]
  readonly selected: string | null
  readonly linkTo: (id: string) => string
}

export function ApprovalList({ items, selected, linkTo }: ApprovalListProps) {
  const current = useRef<HTMLLIElement>(null)
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <ul className="inbox-list" aria-label={t('approvals.list')}>
      {items.map((item) => (
        <li key={item.id} ref={item.id === selected ? current : null}>
          <Link to={linkTo(item.id)} className="inbox-item" current={item.id === selected}>
            <span className="inbox-item-head">
              <strong>
                <bdi>{item.workflow.name}</bdi>
              </strong>
              {item.state === 'pending' ? (
                <TimeLeft until={item.decideBy} />
              ) : (
                <StateBadge state={item.state} />
              )}
            </span>
            <ActionSummary action={item.action} />
            <span className="inbox-item-foot">
              <span>
                <bdi>{item.requester.name}</bdi>
                {' · '}
                <time dateTime={item.createdAt} title={formatDate(item.createdAt)}>
                  {formatRelative(item.createdAt)}
                </time>
              </span>
              <TierBadge tier={item.tier} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
