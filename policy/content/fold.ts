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
