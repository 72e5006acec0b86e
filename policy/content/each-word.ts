import { fold } from './fold.ts'
import { codesOf, stem } from './stem.ts'

const gap = 0
const symbol = 1
const other = 2

/** By character up to U+017F: a letter or digit that folds to one of ASCII is the code of that, above all of these. */
const kinds = /* @__PURE__ */ Uint16Array.from({ length: 0x180 }, (_, code) => {
  const character = String.fromCharCode(code)
  const folded = fold(character)
  if (/^[a-z\d]$/.test(folded)) return folded.charCodeAt(0)
  // Control characters join like letters do: nobody sees them, so they must not cut a word in two.
  return /[#-&@+]/.test(character) ? symbol : /[\t-\r -~]/.test(character) ? gap : other
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
 * a script written without spaces, is a word of its own. Latin letters never meet the classes of Unicode, which are slow.
 * @throws TypeError for what is no text, because nobody can say what is in it.
 */
export function eachWord(text: string, visit: Visit): void {
  if (typeof text !== 'string') throw new TypeError()
  if (scratch.length < text.length) scratch = new Uint16Array(text.length * 2)
  const codes = scratch
  const place: Place = { start: 0, end: 0 }
  for (let index = 0; index < text.length; index++) {
    let kind = gap
    let isPlain = true
    place.start = index
    for (; index < text.length; index++) {
      const code = text.charCodeAt(index)
      // U+2010 to U+2027 is typographic punctuation: dashes, quotation marks, the ellipsis.
      kind = code < 0x180 ? (kinds[code] ?? gap) : code > 0x200f && code < 0x2028 ? gap : other
      if (kind < other) break
      codes[index] = kind
      if (kind === other) isPlain = false
    }
    const { start } = place
    place.end = index
    if (!isPlain) eachPiece(text.slice(start, index), place, visit)
    else if (index > start) visit(codes, start, stem(codes, start, index), place)
    if (kind === symbol) {
      // It stands where the word before it ends.
      place.start = place.end++
      codes[index] = text.charCodeAt(index)
      visit(codes, index, index + 1, place)
    }
  }
}

function eachPiece(run: string, place: Place, visit: Visit): void {
  const { start } = place
  for (const { 0: piece, index } of run.matchAll(pieces)) {
    const codes = codesOf(fold(piece))
    place.start = start + index
    place.end = place.start + piece.length
    if (codes.length) visit(codes, 0, stem(codes, 0, codes.length), place)
  }
}
