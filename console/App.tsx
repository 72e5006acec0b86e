import { useEffect } from 'react'
import { t } from '../components/ui/words.ts'
import { Spinner } from '../components/ui/Spinner.tsx'
import { FailureNotice } from './FailureNotice.tsx'
import { SignInPage } from './pages/sign-in/SignInPage.tsx'
import { goTo, usePlace } from './router.ts'
import { routeOf } from './routes.ts'
import { ErrorBoundary } from './shell/ErrorBoundary.tsx'
import { Shell } from './shell/Shell.tsx'
import { useSession } from './use-session.ts'

/** Session gate, shell and the page of the address. */
export function App() {
  const { state, retry, signOut } = useSession()
  const place = usePlace()
  useEffect(() => {
    if (place.path === '/' && state.status === 'signed-in') goTo('/approvals', 'replace')
  }, [place.path, state.status])

  if (state.status === 'loading') {
    return (
      <main className="page-alone">
        <Spinner label={t('loading')} />
      </main>
    )
  }
  if (state.status === 'failed') {
    return (
      <main className="page-alone">
        <FailureNotice failure={state.failure} onRetry={retry} />
      </main>
    )
  }
  if (state.status === 'signed-out') return <SignInPage reason={state.reason} place={place} />

  const route = routeOf(place.path, state.session)
  return (
    <Shell session={state.session} area={route.area} onSignOut={signOut}>
      <ErrorBoundary key={route.area ?? place.path}>
        <route.Page session={state.session} place={place} rest={route.rest} />
      </ErrorBoundary>
    </Shell>
  )
}
