import { Button } from '../../../../components/ui/Button.tsx'
import { Notice } from '../../../../components/ui/Notice.tsx'
import { formatDate, t } from '../../../../components/ui/words.ts'
import type { PackDetail } from '../../../../protocol/http/packs.ts'

interface ConflictNoticeProps {
  readonly detail: PackDetail
  readonly onAdopt: () => void
  readonly onTake: () => void
}

/** Somebody saved or published meanwhile. The own text stays until the person decides whose goes on. */
export function ConflictNotice({ detail: { draft }, onAdopt, onTake }: ConflictNoticeProps) {
  return (
    <Notice
      kind="warn"
      title={t('sites.conflict.title')}
      action={
        <span className="site-actions">
          <Button size="small" onClick={onTake}>
            {t('sites.conflict.take')}
          </Button>
          <Button size="small" onClick={onAdopt}>
            {t('sites.conflict.adopt')}
          </Button>
        </span>
      }
    >
      {draft === null
        ? t('sites.conflict.gone')
        : t('sites.conflict.text', { by: draft.savedBy.name, at: formatDate(draft.savedAt) })}
    </Notice>
  )
}
