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
