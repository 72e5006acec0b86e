/** Letters of other scripts that look like Latin ones, so that `guаranteed` with a Cyrillic а is still the word. */
const lookAlikes = 'аеорсухіјѕһԁԛԝктвмнαβεζηικνορτυχıɡ'
const latin = 'aeopcyxijshdqwktbmhabezhiknoptuxig'

/** One spelling for all: case, accents, width, look-alikes and characters nobody sees are folded away. */
export function fold(word: string): string {
  return word
    .normalize('NFKD')
    .replace(/[\p{M}\p{C}\p{DI}]/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replace(/[^\0-\x7f]/g, (letter) => latin[lookAlikes.indexOf(letter)] ?? letter)
}

/** Plural, -ing and -ed fall together: promise, promises, promised, promising. The same for terms and for text. */
export function stem(word: string): string {
  let end = word.length
  if (end < 4) return word
  const isBeforeLast = (letter: string) => word[end - 2] === letter
  const last = word[end - 1]
  if (last === 's') end -= end > 4 && isBeforeLast('e') ? 2 : 1
  else if (last === 'd') end -= end > 4 && isBeforeLast('e') ? 2 : 0
  else if (last === 'g' && end > 5 && word.endsWith('ing')) end -= 3
  while (end > 4 && word[end - 1] === 'e') end--
  if (end > 3 && !isBeforeLast('e') && isBeforeLast(word[end - 1] ?? '')) end--
  return end > 3 && word[end - 1] === 'y' ? `${word.slice(0, end - 1)}i` : word.slice(0, end)
}
