const longest = 3_600_000

/** Retry-After in seconds or as an HTTP date, as ms from now; at most an hour, so that a wrong value cannot silence us. */
export function retryAfterOf(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null
  const seconds = Number(header)
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), longest)
}

/** Full jitter: anywhere between nothing and the exponential step, at most five minutes. */
export function backoff(attempt: number, random: () => number): number {
  return Math.floor(random() * Math.min(300_000, 1000 * 2 ** Math.min(attempt, 12)))
}

const longestSpread = 60_000
const longestStep = 60_000

interface Broken {
  /** Tries since the server was last heard. */
  readonly attempt: number
  /** Over how long the server wants a fleet to spread; null while it never said. */
  readonly spreadMs: number | null
  readonly ending: 'replaced' | 'revoked' | 'expired' | null
  readonly retryAfterMs: number | null
}

/** When to open the stream again. A whole fleet loses it in one moment, so every wait is drawn by lot. */
export function comeBackAfter(
  { attempt, spreadMs, ending, retryAfterMs }: Broken,
  random: () => number,
): number {
  // To be told soon that it counts no longer.
  if (ending === 'revoked' || ending === 'expired') return 1000
  const spread = Math.min(spreadMs ?? 1000, longestSpread)
  const step = Math.max(spread, Math.min(longestStep, 1000 * 2 ** Math.min(attempt, 12)))
  const drawn = Math.floor(random() * step)
  // Two browsers with one profile would take the stream from each other for ever.
  if (ending === 'replaced') return longestSpread + drawn
  return (retryAfterMs === null ? 0 : Math.min(retryAfterMs, longest)) + drawn
}

/** When to ask for what was announced: as the server spreads it, within half a minute. */
export function askAfter(withinMs: number, random: () => number): number {
  return Math.floor(random() * Math.min(withinMs, 30_000))
}
