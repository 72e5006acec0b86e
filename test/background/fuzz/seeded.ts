/** Numbers that a seed gives again, and what can be picked with them. */
export interface Seeded {
  below(limit: number): number
  one<Value>(from: readonly Value[]): Value
  /** True once in `times`. */
  rarely(times: number): boolean
}

export function seeded(seed: number): Seeded {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    one: (from) => from[below(from.length)] as never,
    rarely: (times) => below(times) === 0,
  }
}
