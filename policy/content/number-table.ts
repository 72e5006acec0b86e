import { hashOf } from './stem.ts'

/**
 * Numbers, from 1, for sequences of 16-bit codes: words, and steps from word to word. Flat and without an object or a
 * string for any of them, because those were most of what a search cost.
 */
export interface NumberTable {
  /** 0 for what was never added. */
  find(codes: Uint16Array, from: number, to: number): number
  add(codes: Uint16Array, from: number, to: number): number
}

export function makeNumberTable(): NumberTable {
  // All sequences in one piece, each after its length.
  let pieces = new Uint16Array(1024)
  let used = 0
  // Where each is in `pieces`, by number; the first is nobody's.
  const places = [0]
  let slots = new Int32Array(64)

  /** The slot that has the sequence, or the empty one where it belongs. */
  const slotOf = (codes: Uint16Array, from: number, to: number): number => {
    for (let slot = hashOf(codes, from, to); ; slot++) {
      slot &= slots.length - 1
      const number = slots[slot] ?? 0
      if (!number) return slot
      let place = places[number] ?? 0
      if (pieces[place] !== to - from) continue
      let at = from
      while (at < to && codes[at] === pieces[++place]) at++
      if (at === to) return slot
    }
  }
  return {
    find: (codes, from, to) => slots[slotOf(codes, from, to)] ?? 0,
    add(codes, from, to) {
      const known = slots[slotOf(codes, from, to)]
      if (known) return known
      const end = used + 1 + to - from
      if (end > pieces.length) {
        const more = new Uint16Array(end * 2)
        more.set(pieces)
        pieces = more
      }
      pieces[used] = to - from
      for (let at = from; at < to; at++) pieces[used + 1 + at - from] = codes[at] ?? 0
      const number = places.push(used) - 1
      used = end
      // A table that is a quarter full finds most words, and most absences, at the first look.
      if (number * 4 > slots.length) slots = new Int32Array(slots.length * 2)
      else return (slots[slotOf(codes, from, to)] = number)
      for (let each = 1; each <= number; each++) {
        const start = (places[each] ?? 0) + 1
        slots[slotOf(pieces, start, start + (pieces[start - 1] ?? 0))] = each
      }
      return number
    },
  }
}
