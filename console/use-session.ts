import { useCallback, useEffect, useState } from 'react'
import type { Session } from '../protocol/http/session.ts'
import { onSignedOut, type Failure } from './call.ts'
import { client } from './client.ts'

export type SessionState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: Failure }
  | { readonly status: 'signed-out'; readonly reason: 'none' | 'expired' | 'left' }
  | { readonly status: 'signed-in'; readonly session: Session }

/** Who is signed in. Any call that answers 401 ends the session here; texts in progress are kept by their pages. */
export function useSession() {
  const [state, setState] = useState<SessionState>({ status: 'loading' })

  const ask = useCallback(() => {
    void client.session().then((answer) => {
      if (answer.ok) setState({ status: 'signed-in', session: answer.value })
      else if (answer.failure.status !== 401) setState({ status: 'failed', failure: answer.failure })
    })
  }, [])

  useEffect(() => {
    const stop = onSignedOut((code) =>
      setState((before) => {
        if (before.status === 'signed-out') return before
        const ended = before.status === 'signed-in' || code === 'SESSION_EXPIRED'
        return { status: 'signed-out', reason: ended ? 'expired' : 'none' }
      }),
    )
    ask()
    return stop
  }, [ask])

  const retry = useCallback(() => {
    setState({ status: 'loading' })
    ask()
  }, [ask])

  const signOut = useCallback(async (): Promise<Failure | null> => {
    const answer = await client.signOut()
    if (answer.ok) setState({ status: 'signed-out', reason: 'left' })
    return answer.ok ? null : answer.failure
  }, [])

  return { state, retry, signOut }
}
