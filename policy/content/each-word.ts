import { fold, stem } from './fold.ts'

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

/**
 * Every word of a text in one pass: its folded stem, and where it is in the text as given. A symbol, and a character of a
 * script written without spaces, is a word of its own. Plain letters never meet the Unicode classes, which are slow.
 * @throws TypeError for what is no text, because nobody can say what is in it.
 */
export function eachWord(text: string, visit: (stem: string, start: number, end: number) => void): void {
  if (typeof text !== 'string') throw new TypeError()
  let start = -1
  let isPlain = true
  const finish = (end: number) => {
    if (start < 0) return
    const run = text.slice(start, end)
    if (isPlain) visit(stem(run.toLowerCase()), start, end)
    else
      for (const { 0: piece, index } of run.matchAll(pieces)) {
        const folded = fold(piece)
        if (folded) visit(stem(folded), start + index, start + index + piece.length)
      }
    start = -1
    isPlain = true
  }
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // U+2010 to U+2027 is typographic punctuation: dashes, quotation marks, the ellipsis.
    const kind = code < 128 ? kinds[code] : code > 0x200f && code < 0x2028 ? gap : letter
    if (kind === letter) {
      if (start < 0) start = at
      if (code > 126 || code < 32) isPlain = false
    } else {
      finish(at)
      if (kind === symbol) visit(text.charAt(at), at, at + 1)
    }
  }
  finish(text.length)
}
