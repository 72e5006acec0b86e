import { useEffect } from 'react'
import { Notice } from '../../../components/ui/Notice.tsx'
import { t } from '../../../components/ui/words.ts'
import { pathTo, type Place } from '../../router.ts'
import { Brand } from '../../shell/Brand.tsx'
import './sign-in.css'

interface SignInPageProps {
  readonly reason: 'none' | 'expired' | 'left'
  readonly place: Place
}

/** Signing in is a navigation: the identity provider has the password, the console never sees it. */
export function SignInPage({ reason, place }: SignInPageProps) {
  useEffect(() => {
    document.title = t('title', { page: t('sign-in.title') })
  }, [])
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <Brand />
        <h1>{t('sign-in.title')}</h1>
        <p className="sign-in-text">{t('sign-in.text')}</p>
        <div className="live" aria-live="polite">
          {reason === 'expired' && (
            <Notice kind="info" title={t('sign-in.expired.title')}>
              {t('sign-in.expired.text')}
            </Notice>
          )}
          {reason === 'left' && <Notice kind="ok" title={t('sign-in.left')} />}
        </div>
        <a
          className="ui-button ui-button-primary ui-button-medium"
          href={pathTo('/v1/sign-in', { return: back(place) })}
        >
          {t('sign-in.button')}
        </a>
        <p className="sign-in-foot">{t('sign-in.foot')}</p>
      </div>
    </main>
  )
}

/** The page that was asked for. */
function back({ path, query }: Place): string {
  return path === '/' ? '/approvals' : pathTo(path, Object.fromEntries(query))
}
