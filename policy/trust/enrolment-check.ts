import { digest } from '../canonical.ts'

/** Without letters and digits that are taken for one another when a code is read aloud. */
export const codeLetters = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

interface Key {
  readonly x: string
  readonly y: string
}

/** What a browser and the server it asks to enrol it must agree on before a person says yes. */
export interface EnrolmentTerms {
  readonly request: string
  readonly key: Key
  /** Fingerprint of the root the browser was told to trust. */
  readonly root: string
  readonly nonce: string
}

/** SHA-256 of the key in the form of RFC 7638, in hex. */
export async function thumbprintOf({ x, y }: Key): Promise<string> {
  return digest(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`)
}

/** What the browser says before it is told anything, so that nobody can look for terms that come out at the same code. */
export async function commitmentTo(nonce: string): Promise<string> {
  return digest(`countersign-enrolment-nonce:${nonce}`)
}

/**
 * Eight letters that only the same key, root and request come out at. Each side makes them by itself; a person carries
 * them from one to the other.
 */
export async function checkCode({ request, key, root, nonce }: EnrolmentTerms): Promise<string> {
  const hash = await digest(
    ['countersign-enrolment', request, await thumbprintOf(key), root.toLowerCase(), nonce].join(':'),
  )
  const letters = Array.from(
    { length: 8 },
    (_, at) => codeLetters[parseInt(hash.slice(at * 8, at * 8 + 8), 16) % codeLetters.length],
  ).join('')
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}
