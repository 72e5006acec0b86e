import { useEffect, useRef, type ReactNode } from 'react'
import { Notice } from '../../components/ui/Notice.tsx'
import { formatNumber, t } from '../../components/ui/words.ts'
import type { Session } from '../../protocol/http/session.ts'
import type { Failure } from '../call.ts'
import { useReached } from '../connection.ts'
import { Link } from '../Link.tsx'
import { routesFor } from '../routes.ts'
import { Account } from './Account.tsx'
import { Brand } from './Brand.tsx'
import './shell.css'
import { StopLink, StoppedNotice } from './StopLink.tsx'
import { useCounts } from './use-counts.ts'

/**
 * The stop has its own place, the same on every page; passkeys belong to the person and are in their menu; to enrolling
 * leads the extension.
 */
const elsewhere = ['stop', 'passkeys', 'enrol']

interface ShellProps {
  readonly session: Session
  readonly area: string | null
  readonly onSignOut: () => Promise<Failure | null>
  readonly children: ReactNode
}

export function Shell({ session, area, onSignOut, children }: ShellProps) {
  const reached = useReached()
  const counts = useCounts(session)
  const main = useArea(area, counts['approvals'] ?? 0)
  const all = routesFor(session)
  const pages = all.filter(({ area: each }) => !elsewhere.includes(each))
  const mayStop = all.some((route) => route.area === 'stop')
  return (
    <div className="shell">
      <a className="shell-skip" href="#main">
        {t('shell.skip')}
      </a>
      <header className="shell-side">
        <Brand />
        <nav className="shell-nav" aria-label={t('shell.nav')}>
          <ul>
            {pages.map((route) => (
              <li key={route.area}>
                <Link to={`/${route.area}`} className="shell-link" current={route.area === area}>
                  {t(`nav.${route.area}`)}
                  <Count area={route.area} count={counts[route.area] ?? 0} />
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        {mayStop && <StopLink current={area === 'stop'} count={counts['stop'] ?? 0} />}
        <Account session={session} onSignOut={onSignOut} />
      </header>
      <main className="shell-main" id="main" tabIndex={-1} ref={main}>
        <div className="shell-banner live" aria-live="polite">
          {!reached && (
            <Notice kind="warn" title={t('shell.offline.title')}>
              {t('shell.offline.text')}
            </Notice>
          )}
          {area !== 'stop' && <StoppedNotice count={counts['stop'] ?? 0} />}
        </div>
        {children}
      </main>
    </div>
  )
}

function Count({ area, count }: { readonly area: string; readonly count: number }) {
  if (count === 0) return null
  return (
    <span
      className={
        area === 'approvals' || area === 'escalations' ? 'shell-count' : 'shell-count shell-count-warn'
      }
    >
      <span aria-hidden="true">{formatNumber(count)}</span>
      <span className="ui-hidden">{t(`nav.${area}.count`, { count })}</span>
    </span>
  )
}

/** Title of the window, and the focus on the new page's content: without it a screen reader stays on the old link. */
function useArea(area: string | null, waiting: number) {
  const main = useRef<HTMLElement>(null)
  const shown = useRef(area)
  useEffect(() => {
    if (shown.current !== area) main.current?.focus({ preventScroll: true })
    if (shown.current !== area) window.scrollTo(0, 0)
    shown.current = area
  }, [area])
  useEffect(() => {
    const page = t(area ? `nav.${area}` : 'not-found.title')
    document.title = waiting > 0 ? t('title.waiting', { waiting, page }) : t('title', { page })
  }, [area, waiting])
  return main
}
