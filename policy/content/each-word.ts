import { fold } from './fold.ts'
import { codesOf, stem } from './stem.ts'

const gap = 0
const letter = 1
const symbol = 2

// Control characters join like letters do: nobody sees them, so they must not cut a word in two.
const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  return /[#-&@+]/.test(character) ? symbol : /[\t-\r -/:-@[-`{-~]/.test(character) ? gap : letter
})
const single = String.raw`\p{S}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}`
const pieces = new RegExp(`[${single}]|[[\\p{L}\\p{N}\\p{M}\\p{C}]--[${single}]]+`, 'gv')

// Used again by the next text: a typed array for each of twenty thousand terms is work for the collector.
let scratch = new Uint16Array(1024)

/** The stem is `codes[from, to)`, until the next word; the word it comes from stood at `text[start, end)`. */
type Visit = (codes: Uint16Array, from: number, to: number, start: number, end: number) => void

/**
 * Every word of a text in one pass, folded and stemmed, with its place in the text as given. A symbol, and a character of
 * a script written without spaces, is a word of its own. Plain letters never meet the classes of Unicode, which are slow.
 * @throws TypeError for what is no text, because nobody can say what is in it.
 */
export function eachWord(text: string, visit: Visit): void {
  if (typeof text !== 'string') throw new TypeError()
  if (scratch.length < text.length) scratch = new Uint16Array(text.length * 2)
  const codes = scratch
  let start = -1
  let isPlain = true
  const finish = (end: number) => {
    if (start < 0) return
    if (isPlain) visit(codes, start, stem(codes, start, end), start, end)
    else
      for (const { 0: piece, index } of text.slice(start, end).matchAll(pieces)) {
        const folded = codesOf(fold(piece))
        const at = start + index
        if (folded.length) visit(folded, 0, stem(folded, 0, folded.length), at, at + piece.length)
      }
    start = -1
    isPlain = true
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    codes[at] = code > 64 && code < 91 ? code + 32 : code
    // U+2010 to U+2027 is typographic punctuation: dashes, quotation marks, the ellipsis.
    const kind = code < 128 ? kinds[code] : code > 0x200f && code < 0x2028 ? gap : letter
    if (kind === letter) {
      if (start < 0) start = at
      if (code > 126 || code < 32) isPlain = false
    } else {
      finish(at)
      if (kind === symbol) visit(codes, at, at + 1, at, at + 1)
    }
  }
  finish(text.length)
}
