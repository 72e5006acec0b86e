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

/** Where a word stands in the text as given. */
interface Place {
  start: number
  end: number
}

/** The stem is `codes[from, to)`. Codes and place are good until the next word. */
type Visit = (codes: Uint16Array, from: number, to: number, place: Readonly<Place>) => void

/**
 * Every word of a text in one pass, folded and stemmed, with its place in the text as given. A symbol, and a character of
 * a script written without spaces, is a word of its own. Plain letters never meet the classes of Unicode, which are slow.
 * @throws TypeError for what is no text, because nobody can say what is in it.
 */
export function eachWord(text: string, visit: Visit): void {
  if (typeof text !== 'string') throw new TypeError()
  if (scratch.length < text.length) scratch = new Uint16Array(text.length * 2)
  const codes = scratch
  const place: Place = { start: 0, end: 0 }
  const at = (start: number, end: number) => {
    place.start = start
    place.end = end
    return place
  }
  let start = -1
  let isPlain = true
  const finish = (end: number) => {
    if (start < 0) return
    if (isPlain) visit(codes, start, stem(codes, start, end), at(start, end))
    else
      for (const { 0: piece, index } of text.slice(start, end).matchAll(pieces)) {
        const folded = codesOf(fold(piece))
        const first = start + index
        if (folded.length) visit(folded, 0, stem(folded, 0, folded.length), at(first, first + piece.length))
      }
    start = -1
    isPlain = true
  }
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    codes[index] = code > 64 && code < 91 ? code + 32 : code
    // U+2010 to U+2027 is typographic punctuation: dashes, quotation marks, the ellipsis.
    const kind = code < 128 ? kinds[code] : code > 0x200f && code < 0x2028 ? gap : letter
    if (kind === letter) {
      if (start < 0) start = index
      if (code > 126 || code < 32) isPlain = false
    } else {
      finish(index)
      if (kind === symbol) visit(codes, index, index + 1, at(index, index + 1))
    }
  }
  finish(text.length)
}
