import { CopyButton } from '../../../components/ui/CopyButton.tsx'
import { Dialog } from '../../../components/ui/Dialog.tsx'
import { t } from '../../../components/ui/words.ts'
import type { SiteTrouble } from '../../../protocol/http/site-health.ts'
import { Link } from '../../Link.tsx'
import { pathTo } from '../../router.ts'

interface FingerprintDialogProps {
  readonly trouble: SiteTrouble | null
  readonly onClose: () => void
}

/** How the page is built now, for whoever mends the pack. */
export function FingerprintDialog({ trouble, onClose }: FingerprintDialogProps) {
  const title = t('sites.health.built-title', { surface: trouble?.surfaceName ?? '' })
  return (
    <Dialog open={trouble !== null} title={title} onClose={onClose} wide>
      {trouble !== null && (
        <div className="site-stack">
          <p>{t('sites.health.built-text')}</p>
          {/* A list that scrolls is reached by the keyboard too. */}
          <pre className="site-fingerprint" tabIndex={0} aria-label={title}>
            {trouble.fingerprint}
          </pre>
          <span className="site-end">
            <Link to={pathTo(`/sites/${encodeURIComponent(trouble.site)}`, { view: 'edit' })}>
              {t('sites.health.mend')}
            </Link>
            <CopyButton text={trouble.fingerprint ?? ''} what={title} />
          </span>
        </div>
      )}
    </Dialog>
  )
}
