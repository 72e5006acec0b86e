import { useEffect, useState } from 'react'
import type { Action } from '../../../policy/action.ts'
import { digest } from '../../../policy/canonical.ts'
import { effectOf } from '../../../policy/effect.ts'

/** The digest of the action as shown, computed here: what is signed must be what was seen (F45). null = not yet known. */
export function useOwnDigest(action: Action): string | null {
  const [own, setOwn] = useState<{ readonly action: Action; readonly digest: string } | null>(null)
  useEffect(() => {
    let stale = false
    void digest(effectOf(action)).then((value) => {
      if (!stale) setOwn({ action, digest: value })
    })
    return () => {
      stale = true
    }
  }, [action])
  return own?.action === action ? own.digest : null
}
