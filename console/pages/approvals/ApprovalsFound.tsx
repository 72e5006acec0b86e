import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { Select } from '../../../components/ui/Select.tsx'
import { t } from '../../../components/ui/words.ts'
import { approvalStates } from '../../../protocol/http/approvals.ts'
import { Loaded } from '../../Loaded.tsx'
import { ApprovalList } from './ApprovalList.tsx'
import type { Inbox } from './use-inbox.ts'

/** The requests of the chosen scope and state, or why there are none. */
export function ApprovalsFound({
  inbox,
  selected,
}: {
  readonly inbox: Inbox
  readonly selected: string | null
}) {
  const none = inbox.state ? 'approvals.none-match' : `approvals.none.${inbox.decides ? inbox.scope : 'rep'}`
  return (
    <div className="inbox-found">
      {inbox.scope !== 'to-decide' && (
        <Select
          aria-label={t('approvals.state')}
          value={inbox.state ?? ''}
          placeholder={t('approvals.any-state')}
          options={approvalStates.map((state) => ({ value: state, label: t(`state.${state}`) }))}
          onChange={(event) => inbox.show({ state: event.target.value || null })}
        />
      )}
      <Loaded of={inbox.list}>
        {({ items, next }) =>
          items.length === 0 ? (
            <EmptyState title={t(`${none}.title`)} text={t(`${none}.text`)} />
          ) : (
            <>
              <ApprovalList items={items} selected={selected} linkTo={inbox.linkTo} />
              {next !== null && <p className="inbox-more">{t('approvals.more', { count: items.length })}</p>}
            </>
          )
        }
      </Loaded>
    </div>
  )
}
