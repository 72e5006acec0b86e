/** What one character is to the term index: nothing, part of a word, or a word of its own (symbols and scripts written without spaces). */
export const gap = 0
export const letter = 1
export const single = 2

const isLetter = /[\p{L}\p{N}\p{M}\p{Cf}\p{DI}]/u
const isSingle = /[\p{S}%&#@\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]/u
const notWritten = /[^\p{L}\p{N}\p{S}%&#@]|\p{DI}/gu

/** Letters of other scripts that look like Latin ones, so that `guаranteed` with a Cyrillic а is still the word. */
const lookAlikes = 'аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwкkмmтtвbнnαaεeιiκkνvοoρpτtυuχxıiɡgⅼl'
const latinOf = new Map<string, string>()
for (let i = 0; i < lookAlikes.length; i += 2) latinOf.set(lookAlikes[i] ?? '', lookAlikes[i + 1] ?? '')

const classes = new Map<number, number>()

export function classOf(code: number): number {
  let found = classes.get(code)
  if (found === undefined) {
    const character = String.fromCodePoint(code)
    found = isSingle.test(character) ? single : isLetter.test(character) ? letter : gap
    classes.set(code, found)
  }
  return found
}

/** One spelling for all: case, accents, width, look-alikes and characters nobody sees are folded away. */
export function fold(word: string): string {
  const plain = word.normalize('NFKD').replace(notWritten, '').toUpperCase().toLowerCase()
  let folded = ''
  for (const character of plain) folded += latinOf.get(character) ?? character
  return folded
}

/** Plural, -ing and -ed fall together: promise, promises, promised, promising. The same for terms and for text. */
export function stem(word: string): string {
  let end = word.length
  if (end < 4) return word
  const last = word[end - 1]
  if (last === 'g' && end > 5 && word.endsWith('ing')) end -= 3
  else if (last === 'd' && end > 4 && word[end - 2] === 'e') end -= 2
  else if (last === 's') end -= word[end - 2] === 'e' && end > 4 ? 2 : 1
  while (end > 3 && word[end - 1] === 'e') end--
  if (end > 3 && word[end - 1] === word[end - 2]) end--
  return word[end - 1] === 'y' && end > 3 ? `${word.slice(0, end - 1)}i` : end < word.length ? word.slice(0, end) : word
}
