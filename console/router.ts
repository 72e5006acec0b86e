import { useSyncExternalStore } from 'react'

/** Where the console is. `query` keeps filters in the address, so that a reload or a shared link shows the same list. */
export interface Place {
  readonly path: string
  readonly query: URLSearchParams
}

const listeners = new Set<() => void>()
let place = read()

window.addEventListener('popstate', announce)

/** Goes to an own path; `replace` leaves no step in the history (moving through a list with the keyboard). */
export function goTo(to: string, how: 'push' | 'replace' = 'push'): void {
  if (to === location.pathname + location.search) return
  if (how === 'push') history.pushState(null, '', to)
  else history.replaceState(null, '', to)
  announce()
}

export function usePlace(): Place {
  return useSyncExternalStore(subscribe, () => place)
}

/** An own path with the given query; empty values are left out. */
export function pathTo(
  path: string,
  query: Readonly<Record<string, string | null | undefined>> = {},
): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value)
  return search.size === 0 ? path : `${path}?${search}`
}

function read(): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search) }
}

function announce(): void {
  place = read()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
