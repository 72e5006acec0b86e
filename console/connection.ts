import { useSyncExternalStore } from 'react'

/*
 * Whether the last call reached the server. `navigator.onLine` is not asked: it says nothing about our server (trust.md,
 * outbox 10); every call of the client is the probe.
 */
const listeners = new Set<() => void>()
let reached = true

export function noteReached(now: boolean): void {
  if (now === reached) return
  reached = now
  for (const listener of listeners) listener()
}

export function useReached(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => reached,
  )
}
