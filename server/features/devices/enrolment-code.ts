import { randomInt } from 'node:crypto'

// Without letters and digits that are taken for one another when a code is read aloud.
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** `groups` of four: three of them are 58 bits, for a code that lives minutes; six are 117, for one that lives months. */
export function newCode(groups: number): string {
  const letters = Array.from({ length: groups * 4 }, () => alphabet[randomInt(alphabet.length)])
  return Array.from({ length: groups }, (_, at) => letters.slice(at * 4, at * 4 + 4).join('')).join('-')
}

/** How a code is compared: what follows the point is the fingerprint, which is for the browser alone; dashes, spaces and small letters do not matter to the person who types it. */
export function normal(code: string): string {
  return (code.split('.')[0] ?? '').replace(/[\s-]/g, '').toUpperCase()
}
