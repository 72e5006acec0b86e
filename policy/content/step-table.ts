/** Where a word leads from a node. Nodes are numbered from 1 as they come; 0 is the root, and nowhere. */
export interface StepTable {
  find(node: number, word: number): number
  add(node: number, word: number): number
}

export function makeStepTable(): StepTable {
  // Pairs of a word and the node it leads to: what is not there is known from one line of the cache.
  let slots = new Int32Array(1024)
  /** By node: the one it was reached from. */
  const origins = [0]

  const slotOf = (node: number, word: number): number => {
    const hash = Math.imul(node, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b)
    for (let slot = (hash ^ (hash >>> 15)) << 1; ; slot += 2) {
      slot &= slots.length - 2
      const next = slots[slot + 1]
      if (!next || (slots[slot] === word && origins[next] === node)) return slot
    }
  }
  return {
    find: (node, word) => slots[slotOf(node, word) + 1] ?? 0,
    add(node, word) {
      let slot = slotOf(node, word)
      const known = slots[slot + 1]
      if (known) return known
      const added = origins.push(node) - 1
      slots[slot] = word
      slots[slot + 1] = added
      if (added * 3 > slots.length) {
        const full = slots
        slots = new Int32Array(full.length * 2)
        for (let from = 0; from < full.length; from += 2) {
          const next = full[from + 1]
          if (!next) continue
          slot = slotOf(origins[next] ?? 0, full[from] ?? 0)
          slots[slot] = full[from] ?? 0
          slots[slot + 1] = next
        }
      }
      return added
    },
  }
}
