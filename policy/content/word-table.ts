import { eachWord } from './each-word.ts'
import { codesOf, hashOf } from './stem.ts'

/** The words of a text by their numbers, 0 for one that no term has, with their places. */
export interface NumberedWords {
  readonly words: number[]
  readonly starts: number[]
  readonly ends: number[]
}

/** Reads texts as numbers of the given stems, from 1. One flat table of hashes, because a Map needs a string for each word. */
export function tableOf(stems: readonly string[]): (text: string) => NumberedWords {
  const mask = 2 ** Math.ceil(Math.log2(stems.length * 4 + 4)) - 1
  const slots = new Int32Array(mask + 1)
  // All stems in one piece, each after its length: an object a word is a read of far memory a word.
  const known = codesOf(stems.map((stem) => String.fromCharCode(stem.length) + stem).join(''))
  const places: number[] = [0]
  for (let at = 0; at < known.length; at += 1 + (known[at] ?? 0)) {
    let slot = hashOf(known, at + 1, at + 1 + (known[at] ?? 0)) & mask
    while (slots[slot]) slot = (slot + 1) & mask
    slots[slot] = places.push(at) - 1
  }

  const find = (codes: Uint16Array, from: number, to: number): number => {
    for (let slot = hashOf(codes, from, to) & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot] ?? 0
      let place = places[number] ?? 0
      if (!number) return 0
      if (known[place] !== to - from) continue
      let at = from
      while (at < to && codes[at] === known[++place]) at++
      if (at === to) return number
    }
  }
  return (text) => {
    const found: NumberedWords = { words: [], starts: [], ends: [] }
    eachWord(text, (codes, from, to, start, end) => {
      found.words.push(find(codes, from, to))
      found.starts.push(start)
      found.ends.push(end)
    })
    return found
  }
}

/** Stems of the words of a text, in order. */
export function stemsOf(text: string): string[] {
  const stems: string[] = []
  eachWord(text, (codes, from, to) => stems.push(String.fromCharCode(...codes.subarray(from, to))))
  return stems
}
