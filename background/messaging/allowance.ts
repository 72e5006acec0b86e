/** How much one port may send before it is hostile or broken. */
export interface Allowance {
  /** Whether this message may be read; says why not. */
  take(message: unknown): 'ok' | 'TOO_FAST' | 'TOO_LARGE' | 'NOT_JSON'
}

const burst = 200
const perSecond = 50
const mostCharacters = 6_000_000

export function createAllowance(now: () => number): Allowance {
  let left = burst
  let at = now()
  return {
    take(message) {
      const time = now()
      left = Math.min(burst, left + (Math.max(0, time - at) / 1000) * perSecond)
      at = time
      if (left < 1) return 'TOO_FAST'
      left -= 1
      const size = sizeOf(message)
      return size === null ? 'NOT_JSON' : size > mostCharacters ? 'TOO_LARGE' : 'ok'
    },
  }
}

function sizeOf(message: unknown): number | null {
  try {
    return JSON.stringify(message)?.length ?? null
  } catch {
    // A cyclic or otherwise strange value: Firefox clones more than JSON.
    return null
  }
}
