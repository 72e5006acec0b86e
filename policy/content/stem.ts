// Lower-case letters by their codes: a word is read in place, because cutting it out would cost more than all the rest.
const d = 100
const e = 101
const g = 103
const i = 105
const n = 110
const s = 115
const y = 121

/**
 * Takes a word in lower case to its stem, in place, and says where it ends: plural, -ing and -ed fall together (promise,
 * promises, promised, promising), certify and certified too.
 */
export function stem(codes: Uint16Array, start: number, end: number): number {
  const shortest = start + 3
  if (end <= shortest) return end
  const last = codes[end - 1]
  const before = codes[end - 2]
  if (last === s) end -= before === e && end > shortest + 1 ? 2 : 1
  else if (last === d && before === e && end > shortest + 1) end -= 2
  else if (last === g && before === n && end > shortest + 2 && codes[end - 3] === i) end -= 3
  while (end > shortest + 1 && codes[end - 1] === e) end--
  // Planned, planning: the doubled consonant goes as well.
  if (end > shortest && codes[end - 1] !== e && codes[end - 1] === codes[end - 2]) end--
  if (end > shortest && codes[end - 1] === y) codes[end - 1] = i
  return end
}

/** Equal words have equal numbers, unequal ones seldom do. FNV-1a: neighbours must not come out as neighbours. */
export function hashOf(codes: Uint16Array, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (codes[at] ?? 0), 0x01000193)
  return hash ^ (hash >>> 15)
}

export function codesOf(word: string): Uint16Array {
  const codes = new Uint16Array(word.length)
  for (let at = 0; at < word.length; at++) codes[at] = word.charCodeAt(at)
  return codes
}
