/*
 * Over how long a fleet spreads what it does at the same moment. What one node answers in a second sets the rates; a
 * handful of browsers hardly waits at all.
 */

/** Coming back after a break: some 330 streams a second, in half a minute at the most. */
export function comeBackWithinMs(streams: number): number {
  return Math.min(30_000, Math.max(1000, streams * 3))
}

/** Asking for what was announced: in 8 s at the most, so that 95 of 100 obey it within 10 s. */
export function askWithinMs(streams: number): number {
  return Math.min(8000, Math.ceil(streams * 0.8))
}

/** Saying that a stop is obeyed. It is obeyed before, and the report says since when: nothing hurries. */
export function reportWithinMs(streams: number): number {
  return Math.min(20_000, Math.ceil(streams * 1.5))
}
