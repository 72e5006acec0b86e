/** Work in one comparison, as cells of its table: some milliseconds on a slow machine. */
const mostCells = 250_000

/**
 * How much of what an AI wrote the rep changed: 0 = nothing, 1 = nothing of it is left. Counted in words, by the longest
 * run of words both have in order; what both begin and end with costs nothing. Very long texts that differ all over are
 * compared by which words they have, in any order, so that the cost stays bounded whatever is in the field.
 */
export function changedShare(draft: string, text: string): number {
  let [before, after] = [wordsOf(draft), wordsOf(text)]
  const longer = Math.max(before.length, after.length)
  if (longer === 0) return 0
  const isSame = (offset: number) => before.at(offset) === after.at(offset)
  let start = 0
  while (start < Math.min(before.length, after.length) && isSame(start)) start += 1
  let end = 0
  while (end < Math.min(before.length, after.length) - start && isSame(-1 - end)) end += 1
  before = before.slice(start, before.length - end)
  after = after.slice(start, after.length - end)
  const kept = before.length * after.length > mostCells ? shared(before, after) : inOrder(before, after)
  return 1 - (start + end + kept) / longer
}

/** Languages without spaces count by the character. */
function wordsOf(text: string): string[] {
  return text.split(/\s+|(?=[\u2e80-\uffff])/).filter((word) => word !== '')
}

function inOrder(before: readonly string[], after: readonly string[]): number {
  let row = new Uint32Array(after.length + 1)
  for (const word of before) {
    const next = new Uint32Array(after.length + 1)
    after.forEach((other, index) => {
      next[index + 1] =
        word === other ? (row[index] ?? 0) + 1 : Math.max(row[index + 1] ?? 0, next[index] ?? 0)
    })
    row = next
  }
  return row[after.length] ?? 0
}

function shared(before: readonly string[], after: readonly string[]): number {
  const left = new Map<string, number>()
  for (const word of before) left.set(word, (left.get(word) ?? 0) + 1)
  return after.filter((word) => {
    const count = left.get(word) ?? 0
    left.set(word, count - 1)
    return count > 0
  }).length
}
