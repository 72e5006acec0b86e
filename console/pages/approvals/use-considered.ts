import { useCallback, useEffect, useRef } from 'react'

const day = 86_400_000

/** How long `id` has been before somebody's eyes: a tab in the background is not looked at. */
export function useConsidered(id: string): () => number {
  const seen = useRef({ ms: 0, since: 0 })
  useEffect(() => {
    const isSeen = () => document.visibilityState === 'visible'
    seen.current = { ms: 0, since: isSeen() ? performance.now() : 0 }
    const turn = () => {
      const { ms, since } = seen.current
      const now = performance.now()
      seen.current = { ms: since > 0 ? ms + now - since : ms, since: isSeen() ? now : 0 }
    }
    document.addEventListener('visibilitychange', turn)
    return () => document.removeEventListener('visibilitychange', turn)
  }, [id])
  return useCallback(() => {
    const { ms, since } = seen.current
    return Math.min(day, Math.round(since > 0 ? ms + performance.now() - since : ms))
  }, [])
}
