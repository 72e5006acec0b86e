import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { Spinner } from '../../../components/ui/Spinner.tsx'
import { t } from '../../../components/ui/words.ts'
import type { RecordedEvent } from '../../../protocol/http/audit.ts'
import { FailureNotice } from '../../FailureNotice.tsx'
import { PageHead } from '../../PageHead.tsx'
import { goTo, pathTo } from '../../router.ts'
import type { PageProps } from '../../routes.ts'
import { filterOf, queryOf } from './audit-filter.ts'
import './audit.css'
import { AuditFilters } from './AuditFilters.tsx'
import { AuditTable } from './AuditTable.tsx'
import { EventDialog } from './EventDialog.tsx'
import { useAudit } from './use-audit.ts'

export function AuditPage({ session, place }: PageProps) {
  const filter = filterOf(place)
  const audit = useAudit(queryOf(filter))
  const [open, setOpen] = useState<RecordedEvent | null>(null)
  const isFiltered = Object.keys(filter).length > 0
  const own = !session.roles.some((role) => role !== 'rep')

  return (
    <>
      <PageHead
        title={t('nav.audit')}
        text={t(own ? 'audit.text-own' : 'audit.text')}
        actions={
          <Button busy={audit.isBusy} onClick={audit.again}>
            {t('audit.refresh')}
          </Button>
        }
      />
      <AuditFilters
        key={JSON.stringify(filter)}
        filter={filter}
        onFilter={(next) => goTo(pathTo('/audit', next))}
      />
      {audit.failure && <FailureNotice failure={audit.failure} onRetry={audit.more} />}
      {audit.isFirst ? (
        <div className="page-loading">
          <Spinner label={t('loading')} />
        </div>
      ) : (
        (audit.items.length > 0 || !audit.failure) && (
          <Card flush>
            <AuditTable
              events={audit.items}
              onOpen={setOpen}
              empty={
                <EmptyState
                  title={t(isFiltered ? 'audit.none-match.title' : 'audit.none.title')}
                  text={t(isFiltered ? 'audit.none-match.text' : 'audit.none.text')}
                />
              }
            />
          </Card>
        )
      )}
      {audit.hasMore && (
        <div className="audit-more">
          <Button busy={audit.isBusy} onClick={audit.more}>
            {t('audit.more')}
          </Button>
          <p aria-live="polite">{t('audit.shown', { count: audit.items.length })}</p>
        </div>
      )}
      <EventDialog event={open} onClose={() => setOpen(null)} />
    </>
  )
}
