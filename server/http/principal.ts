import { hash } from 'node:crypto'
import type { Role } from '../../protocol/http/session.ts'

export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
  readonly groups: readonly string[]
}

/** Who is asking. The tenant comes from the credential, never from what the caller says. */
export type Principal =
  | {
      readonly kind: 'device'
      readonly tenant: string
      readonly hash: string
      readonly device: string
      readonly expiresAt: Date | null
      readonly person: Person
    }
  | {
      readonly kind: 'session'
      readonly tenant: string
      readonly hash: string
      readonly expiresAt: Date
      readonly person: Person
    }
  | { readonly kind: 'service'; readonly tenant: string; readonly hash: string; readonly label: string }

export type PersonPrincipal = Extract<Principal, { person: Person }>
export type DevicePrincipal = Extract<Principal, { kind: 'device' }>

/** Only this is stored of a token, a cookie, a code or a key. They are random, so no salt and no slow hash is needed. */
export function hashOf(secret: string): string {
  return hash('sha256', secret)
}
