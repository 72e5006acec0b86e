import type { CookieSerializeOptions } from '@fastify/cookie'

export const sessionCookie = 'countersign_session'
/** How long a person stays signed in at the console. */
export const sessionHours = 12
/** Holds state, nonce and verifier between leaving for the identity provider and coming back. */
export const signInCookie = 'countersign_sign_in'

export function cookieOptions(
  origin: string,
  sameSite: 'strict' | 'lax',
  path: string,
  expires: Date,
): CookieSerializeOptions {
  return { httpOnly: true, secure: origin.startsWith('https:'), sameSite, path, expires }
}
