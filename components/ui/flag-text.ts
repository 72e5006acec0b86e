export interface TextPart {
  readonly text: string
  /** `hidden`: cannot be seen or changes reading order. `mixed`: a word made of letters of several alphabets. */
  readonly flag: 'hidden' | 'mixed' | null
}

// Zero-width, bidi controls, soft hyphen, fillers, variation selectors, tags, controls except tab and line breaks.
const hidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}\p{Cs}]/u
// Joiners belong to the spelling of these scripts, and to the make-up of an emoji: there they hide nothing.
const joining =
  '[\\p{Script=Arabic}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gujarati}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{M}]'
const emoji =
  '\\p{Extended_Pictographic}\\p{Emoji_Modifier}?\\ufe0f?(?:\\u200d\\p{Extended_Pictographic}\\p{Emoji_Modifier}?\\ufe0f?)*'
const letter = `(?!${hidden.source})[\\p{L}\\p{M}\\p{N}]`
const word = `(?:${letter}|(?<=${joining})[\\u200c\\u200d](?=${joining}))+`
const pieces = new RegExp(`(${emoji})|(${word})|(${hidden.source})`, 'gu')
const alphabets = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u]

/** Splits text so that everything a reader could not see or would take for something else stands out (trust.md 12). */
export function flagText(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let plain = ''
  let end = 0
  for (const piece of text.matchAll(pieces)) {
    const flag =
      piece[3] !== undefined ? 'hidden' : piece[2] !== undefined && isMixed(piece[2]) ? 'mixed' : null
    plain += text.slice(end, piece.index)
    end = piece.index + piece[0].length
    if (flag === null) plain += piece[0]
    else {
      if (plain) parts.push({ text: plain, flag: null })
      plain = ''
      parts.push({ text: piece[0], flag })
    }
  }
  plain += text.slice(end)
  if (plain) parts.push({ text: plain, flag: null })
  return parts
}

/** `U+202E` for the character at the start of `text`. */
export function codePointName(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

function isMixed(word: string): boolean {
  return alphabets.filter((alphabet) => alphabet.test(word)).length > 1
}
