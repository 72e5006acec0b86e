/** Which node follows another by a word. Nodes and words are numbers from 1; 0 is none. */
export interface EdgeTable {
  step(node: number, word: number): number
}

/**
 * One flat table, because a tree of maps costs several reads of far memory a word, and most of them find nothing.
 * Edges come as triples: node, word, next node.
 */
export function edgesOf(triples: readonly number[]): EdgeTable {
  const mask = 2 ** Math.ceil(Math.log2((triples.length / 3) * 4 + 4)) - 1
  const slots = new Int32Array((mask + 1) * 3)
  const slotOf = (node: number, word: number) => {
    let slot = ((Math.imul(node, 0x9e3779b1) + Math.imul(word, 0x85ebca6b)) >>> 8) & mask
    while (slots[slot * 3] && (slots[slot * 3] !== node || slots[slot * 3 + 1] !== word)) slot = (slot + 1) & mask
    return slot * 3
  }
  for (let at = 0; at < triples.length; at += 3)
    slots.set(triples.slice(at, at + 3), slotOf(triples[at] ?? 0, triples[at + 1] ?? 0))
  return {
    step: (node, word) => (word ? (slots[slotOf(node, word) + 2] ?? 0) : 0),
  }
}
