import { hashOf } from './stem.ts'

/**
 * A number above 0 for every word: where it begins in one flat piece of memory. Without an object or a string for any of
 * them, because those were most of what a search cost.
 */
export interface WordTable {
  /** 0 for what was never added. */
  find(codes: Uint16Array, from: number, to: number): number
  add(codes: Uint16Array, from: number, to: number): number
}

export function makeWordTable(): WordTable {
  // Every word after its length. Nothing begins at 0, so that 0 can say that there is none.
  let pieces = new Uint16Array(1024)
  let end = 1
  let count = 0
  let slots = new Int32Array(256)

  /** The slot that has the word, or the empty one where it belongs. */
  const slotOf = (codes: Uint16Array, from: number, to: number): number => {
    for (let slot = hashOf(codes, from, to); ; slot++) {
      slot &= slots.length - 1
      let place = slots[slot] ?? 0
      if (!place) return slot
      if (pieces[place] !== to - from) continue
      let at = from
      while (at < to && codes[at] === pieces[++place]) at++
      if (at === to) return slot
    }
  }
  return {
    find: (codes, from, to) => slots[slotOf(codes, from, to)] ?? 0,
    add(codes, from, to) {
      const slot = slotOf(codes, from, to)
      const known = slots[slot]
      if (known) return known
      const place = (slots[slot] = end)
      const next = end + 1 + to - from
      if (next > pieces.length) {
        const more = new Uint16Array(next * 2)
        more.set(pieces)
        pieces = more
      }
      pieces[place] = to - from
      pieces.set(codes.subarray(from, to), place + 1)
      end = next
      // A table that is a quarter full finds most words, and most absences, at the first look.
      if (++count * 4 > slots.length) {
        slots = new Int32Array(slots.length * 4)
        for (let each = 1, after; each < end; each = after) {
          after = each + 1 + (pieces[each] ?? 0)
          slots[slotOf(pieces, each + 1, after)] = each
        }
      }
      return place
    },
  }
}
