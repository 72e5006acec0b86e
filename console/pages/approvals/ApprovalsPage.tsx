import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { Select } from '../../../components/ui/Select.tsx'
import { Tabs } from '../../../components/ui/Tabs.tsx'
import { t } from '../../../components/ui/words.ts'
import { approvalScopes, approvalStates } from '../../../protocol/http/approvals.ts'
import { Link } from '../../Link.tsx'
import { Loaded } from '../../Loaded.tsx'
import { PageHead } from '../../PageHead.tsx'
import type { PageProps } from '../../routes.ts'
import { ApprovalList } from './ApprovalList.tsx'
import { ApprovalPane } from './ApprovalPane.tsx'
import './approvals.css'
import { ShortcutsDialog } from './ShortcutsDialog.tsx'
import { useInbox } from './use-inbox.ts'
import { useShortcuts } from './use-shortcuts.ts'

export function ApprovalsPage({ session, place, rest }: PageProps) {
  const inbox = useInbox(session, place, rest)
  const [help, setHelp] = useState(false)
  useShortcuts({ j: () => inbox.step(1), k: () => inbox.step(-1), '?': () => setHelp(true) })
  const empty = inbox.decides ? inbox.scope : 'rep'

  return (
    <div className="inbox" data-open={rest !== null || undefined}>
      <PageHead
        title={t(inbox.decides ? 'nav.approvals' : 'approvals.mine-title')}
        text={t(inbox.decides ? 'approvals.text' : 'approvals.mine-text')}
        actions={
          <Button variant="quiet" size="small" onClick={() => setHelp(true)} aria-keyshortcuts="?">
            {t('keys.open')} <kbd>?</kbd>
          </Button>
        }
      />
      <div className="inbox-panes">
        <section className="inbox-side" aria-label={t('approvals.list')}>
          {inbox.decides && (
            <Tabs
              label={t('approvals.show')}
              selected={inbox.scope}
              onSelect={(scope) => inbox.show({ scope, state: null })}
              tabs={approvalScopes.map((scope) => ({
                id: scope,
                label: t(`scope.${scope}`),
                ...(scope === 'to-decide' && inbox.list.value ? { count: inbox.list.value.toDecide } : {}),
              }))}
            />
          )}
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
            {({ items, next }) => (
              <>
                {items.length === 0 && (
                  <EmptyState
                    title={t(inbox.state ? 'approvals.none-match.title' : `approvals.none.${empty}.title`)}
                    text={t(inbox.state ? 'approvals.none-match.text' : `approvals.none.${empty}.text`)}
                  />
                )}
                <ApprovalList items={items} selected={rest} linkTo={inbox.linkTo} />
                {next !== null && <p className="inbox-more">{t('approvals.more', { count: items.length })}</p>}
              </>
            )}
          </Loaded>
        </section>
        <section className="inbox-main" aria-label={t('approvals.detail')}>
          {rest === null ? (
            <EmptyState title={t('approvals.choose.title')} text={t('approvals.choose.text')} />
          ) : (
            <>
              <Link to={inbox.listPath} className="inbox-back">
                {t('approvals.back')}
              </Link>
              <ApprovalPane key={rest} id={rest} onDecided={inbox.list.reload} />
            </>
          )}
        </section>
      </div>
      <ShortcutsDialog open={help} onClose={() => setHelp(false)} />
    </div>
  )
}
