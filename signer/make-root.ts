import { canonical } from '../policy/canonical.ts'
import type { Json } from '../policy/canonical.ts'
import { signingRoles } from '../policy/trust/documents.ts'
import type { Root, SigningRole } from '../policy/trust/documents.ts'
import type { SigningKey } from '../policy/trust/sign-envelope.ts'

export interface RoleKeys {
  readonly keys: readonly SigningKey[]
  readonly threshold: number
}

const validYears = 5

/** The text of a root, in canonical form. It says which keys count; who signs it is another question. */
export function rootText(given: {
  readonly tenant: string
  readonly environment: string
  readonly version: number
  readonly now: Date
  readonly roles: Readonly<Record<SigningRole, RoleKeys>>
}): string {
  const { tenant, environment, version, now, roles } = given
  const all = signingRoles.flatMap((role) => roles[role].keys)
  const signers = (role: SigningRole) => ({
    keys: roles[role].keys.map(({ keyid }) => keyid),
    threshold: roles[role].threshold,
  })
  const root: Root = {
    ...{ format: 1, tenant, environment, version, issuedAt: now.toISOString() },
    notAfter: new Date(now.getTime() + validYears * 365 * 86_400_000).toISOString(),
    keys: Object.fromEntries(
      all.map(({ keyid, publicKey }) => [keyid, { alg: 'ed25519' as const, public: publicKey }]),
    ),
    roles: {
      root: signers('root'),
      timestamp: signers('timestamp'),
      bundle: signers('bundle'),
      stop: signers('stop'),
      restart: signers('restart'),
    },
  }
  return canonical(root as unknown as Json)
}
