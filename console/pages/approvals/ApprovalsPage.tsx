import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { Tabs } from '../../../components/ui/Tabs.tsx'
import { t } from '../../../components/ui/words.ts'
import { approvalScopes } from '../../../protocol/http/approvals.ts'
import { Link } from '../../Link.tsx'
import { PageHead } from '../../PageHead.tsx'
import type { PageProps } from '../../routes.ts'
import { EscalationsWaiting } from '../escalations/EscalationsWaiting.tsx'
import { ApprovalPane } from './ApprovalPane.tsx'
import { ApprovalsFound } from './ApprovalsFound.tsx'
import './approvals.css'
import { ShortcutsDialog } from './ShortcutsDialog.tsx'
import { useInbox } from './use-inbox.ts'
import { useShortcuts } from './use-shortcuts.ts'

/** The list beside the open request; on a narrow screen one or the other. */
export function ApprovalsPage({ session, place, rest }: PageProps) {
  const inbox = useInbox(session, place, rest)
  const [help, setHelp] = useState(false)
  useShortcuts({ j: () => inbox.step(1), k: () => inbox.step(-1), '?': () => setHelp(true) })
  const found = <ApprovalsFound inbox={inbox} selected={rest} />

  return (
    <div className="inbox" data-open={rest !== null || undefined}>
      <PageHead
        title={t(inbox.decides ? 'nav.approvals' : 'approvals.mine-title')}
        text={t(inbox.decides ? 'approvals.text' : 'approvals.mine-text')}
        actions={
          <Button
            className="keys-only"
            variant="quiet"
            size="small"
            onClick={() => setHelp(true)}
            aria-keyshortcuts="?"
          >
            {t('keys.open')} <kbd aria-hidden="true">?</kbd>
          </Button>
        }
      />
      {inbox.decides && <EscalationsWaiting />}
      <div className="inbox-panes">
        <section className="inbox-side" aria-label={t('approvals.list')}>
          {inbox.decides ? (
            <Tabs
              label={t('approvals.show')}
              selected={inbox.scope}
              onSelect={(scope) => inbox.show({ scope, state: null })}
              tabs={approvalScopes.map((scope) => ({
                id: scope,
                label: t(`scope.${scope}`),
                ...(scope === 'to-decide' && inbox.list.value ? { count: inbox.list.value.toDecide } : {}),
              }))}
            >
              {found}
            </Tabs>
          ) : (
            found
          )}
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
