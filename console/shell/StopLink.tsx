import { Icon } from '../../components/ui/Icon.tsx'
import { Notice } from '../../components/ui/Notice.tsx'
import { formatNumber, t } from '../../components/ui/words.ts'
import { Link } from '../Link.tsx'

/** One press away from every page; the number says how much is stopped now. */
export function StopLink({ current, count }: { readonly current: boolean; readonly count: number }) {
  return (
    <Link to="/stop" className="shell-stop" current={current}>
      <Icon name="pause" />
      <span>{t('shell.stop')}</span>
      {count > 0 && (
        <span className="shell-stop-count">
          <span aria-hidden="true">{formatNumber(count)}</span>
          <span className="ui-hidden">{t('nav.stop.count', { count })}</span>
        </span>
      )}
    </Link>
  )
}

export function StoppedNotice({ count }: { readonly count: number }) {
  if (count === 0) return null
  return (
    <Notice kind="warn" title={t('shell.stopped', { count })}>
      <Link to="/stop">{t('shell.stopped.show')}</Link>
    </Notice>
  )
}
