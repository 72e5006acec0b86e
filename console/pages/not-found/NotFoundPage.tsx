import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { t } from '../../../components/ui/words.ts'
import { Link } from '../../Link.tsx'

export function NotFoundPage() {
  return (
    <div className="page-alone">
      <h1>{t('not-found.title')}</h1>
      <EmptyState
        title={t('not-found.lead')}
        text={t('not-found.text')}
        action={<Link to="/approvals">{t('not-found.home')}</Link>}
      />
    </div>
  )
}
