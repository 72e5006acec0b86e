import { classOf, fold, letter, single, stem } from './fold.ts'

/** The words of a text in one pass: folded stems, and where each begins and ends in the original. */
export interface Words {
  readonly stems: string[]
  readonly starts: number[]
  readonly ends: number[]
}

export function wordsOf(text: string): Words {
  const words: Words = { stems: [], starts: [], ends: [] }
  const add = (start: number, end: number, isPlain: boolean) => {
    const word = text.slice(start, end)
    const folded = isPlain ? word.toLowerCase() : fold(word)
    if (!folded) return
    words.stems.push(stem(folded))
    words.starts.push(start)
    words.ends.push(end)
  }
  let start = -1
  let isPlain = true
  const { length } = text
  for (let at = 0; at < length; ) {
    const code = text.codePointAt(at) ?? 0
    const kind = classOf(code)
    const next = at + (code > 0xffff ? 2 : 1)
    if (kind === letter) {
      if (start < 0) start = at
      if (code > 127) isPlain = false
    } else {
      if (start >= 0) add(start, at, isPlain)
      if (kind === single) add(at, next, false)
      start = -1
      isPlain = true
    }
    at = next
  }
  if (start >= 0) add(start, length, isPlain)
  return words
}
