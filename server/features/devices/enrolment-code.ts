import { randomInt } from 'node:crypto'
import { codeLetters } from '../../../policy/trust/enrolment-check.ts'

/** `groups` of four: three of them are 58 bits, for a code that lives minutes; six are 117, for one that lives months. */
export function newCode(groups: number): string {
  const letters = Array.from({ length: groups * 4 }, () => codeLetters[randomInt(codeLetters.length)])
  return Array.from({ length: groups }, (_, at) => letters.slice(at * 4, at * 4 + 4).join('')).join('-')
}

/** How a code is compared: what follows the point is the fingerprint, which is for the browser alone; dashes, spaces and small letters do not matter to the person who types it. */
export function normal(code: string): string {
  return (code.split('.')[0] ?? '').replace(/[\s-]/g, '').toUpperCase()
}
