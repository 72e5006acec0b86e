import { createHash, createPrivateKey, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { canonical } from '../../policy/canonical.ts'
import type { Json } from '../../policy/canonical.ts'
import { signingRoles } from '../../policy/trust/documents.ts'
import type { Kill, SigningRole, Timestamp } from '../../policy/trust/documents.ts'
import { documentTypes, preAuthenticated } from '../../policy/trust/envelope.ts'
import type { DocumentKind, Envelope } from '../../policy/trust/envelope.ts'
import { rootText } from '../../signer/make-root.ts'
import type { RoleKeys } from '../../signer/make-root.ts'

export interface TestKey {
  readonly keyid: string
  readonly publicKey: string
  readonly privateKey: KeyObject
}

export function sha256(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex')
}

export function makeKey(): TestKey {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const publicKey = jwk.x ?? ''
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
  return { privateKey, publicKey, keyid: sha256(Buffer.from(publicKey, 'base64url')) }
}

/** Any text under any kind by any keys: a kit must be able to sign what nobody honest would. */
export function signWith(kind: DocumentKind, payload: string, keys: readonly TestKey[]): Envelope {
  const payloadType = documentTypes[kind]
  const signed = Buffer.from(preAuthenticated(payloadType, payload))
  const signatures = keys.map(({ keyid, privateKey }) => ({
    keyid,
    sig: signBytes(null, signed, privateKey).toString('base64'),
  }))
  return { payloadType, payload, signatures }
}

type Keys = Readonly<Record<SigningRole, readonly TestKey[]>>
const counts: Readonly<Record<SigningRole, number>> = {
  root: 1,
  timestamp: 1,
  bundle: 1,
  stop: 1,
  restart: 2,
}

/** The signing side of a deployment, in memory, with all keys at hand. */
export function createTrustKit(tenant: string, environment: string, now: () => number) {
  const fresh = (role: SigningRole) => Array.from({ length: counts[role] }, makeKey)
  const kit = {
    tenant,
    environment,
    keys: {
      root: fresh('root'),
      timestamp: fresh('timestamp'),
      bundle: fresh('bundle'),
      stop: fresh('stop'),
      restart: fresh('restart'),
    } as Record<SigningRole, readonly TestKey[]>,
    roots: [] as Envelope[],
    /** What an administrator hands over with the code: pins the first root. */
    pin: () => sha256(kit.roots[0]?.payload ?? '').slice(0, 32),
    rootPayload: (version: number, keys: Keys, of = tenant) =>
      rootText({
        ...{ tenant: of, environment, version, now: new Date(now()) },
        roles: Object.fromEntries(
          signingRoles.map((role) => [
            role,
            { keys: keys[role], threshold: keys[role].length } as unknown as RoleKeys,
          ]),
        ) as Record<SigningRole, RoleKeys>,
      }),
    /** The next root, with new keys for these roles, signed by the root keys of before and of now. */
    rotate(roles: readonly SigningRole[]): void {
      const old = kit.keys.root
      for (const role of roles) kit.keys[role] = fresh(role)
      const signers = [...new Set([...old, ...kit.keys.root])]
      kit.roots.push(signWith('root', kit.rootPayload(kit.roots.length + 1, kit.keys), signers))
    },
    text: (document: unknown) => canonical(document as Json),
    timestamp(
      named: { version: number; bundle: Timestamp['bundle']; kill: Timestamp['kill'] },
      patch: Partial<Timestamp> = {},
    ): string {
      const at = now()
      return kit.text({
        ...{ format: 1, tenant, environment, root: kit.roots.length, ...named },
        issuedAt: new Date(at).toISOString(),
        notAfter: new Date(at + 600_000).toISOString(),
        ...patch,
      })
    },
    kill: (epoch: number, scopes: readonly string[], patch: Partial<Kill> = {}): string =>
      kit.text({
        ...{ format: 1, tenant, environment, epoch, issuedAt: new Date(now()).toISOString() },
        killed: scopes.map((scope) => ({ scope, reason: 'Test.', since: '2026-06-01T00:00:00.000Z' })),
        ...patch,
      }),
  }
  kit.rotate([])
  return kit
}
export type TrustKit = ReturnType<typeof createTrustKit>
