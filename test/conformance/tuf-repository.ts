import { createHash, sign as signBytes } from 'node:crypto'
import { canonical } from '../../policy/canonical.ts'
import type { Json } from '../../policy/canonical.ts'
import { makeKey } from '../support/trust-kit.ts'
import type { TestKey } from '../support/trust-kit.ts'

/** What a TUF client finds, by path. */
export type TufFiles = Map<string, string | Buffer>
export interface TufDocument {
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
  readonly signed: Readonly<Record<string, unknown>>
}
export type TufRole = 'root' | 'timestamp' | 'bundle'
export type TufRepository = ReturnType<typeof createTufRepository>

const day = 86_400_000
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

export function signTuf(signed: TufDocument['signed'], keys: readonly TestKey[]): TufDocument {
  const bytes = Buffer.from(canonical(signed as Json))
  const signatures = keys.map(({ keyid, privateKey }) => ({
    keyid,
    sig: signBytes(null, bytes, privateKey).toString('hex'),
  }))
  return { signatures, signed }
}

/**
 * The same deployment as `createTrustKit`, said in TUF: the bundle is a target and its role signs `targets`; the role
 * `timestamp` signs `timestamp` and the `snapshot` between. Kill documents, tenants and nonces have no word there.
 */
export function createTufRepository(now: () => number) {
  const keys: Record<TufRole, readonly TestKey[]> = {
    root: [makeKey()],
    timestamp: [makeKey()],
    bundle: [makeKey()],
  }
  const roots: TufDocument[] = []
  let times = 0
  const head = (type: string, version: number, lastsMs: number) => ({
    ...{ _type: type, spec_version: '1.0.31', version },
    expires: new Date(now() + lastsMs).toISOString().replace(/\.\d+Z$/, 'Z'),
  })
  const named = (text: string, version: number, isBare: boolean) =>
    isBare ? { version } : { version, length: Buffer.byteLength(text), hashes: { sha256: sha256(text) } }

  const repository = {
    keys,
    roots,
    head,
    rootOf(version: number, root: readonly TestKey[]): TufDocument['signed'] {
      const roles = { root, timestamp: keys.timestamp, snapshot: keys.timestamp, targets: keys.bundle }
      const all = Object.values(roles).flat()
      return {
        ...head('root', version, 365 * day),
        consistent_snapshot: false,
        keys: Object.fromEntries(
          all.map(({ keyid, publicKey }) => [
            keyid,
            {
              ...{ keytype: 'ed25519', scheme: 'ed25519' },
              keyval: { public: Buffer.from(publicKey, 'base64url').toString('hex') },
            },
          ]),
        ),
        roles: Object.fromEntries(
          Object.entries(roles).map(([role, its]) => [
            role,
            { keyids: its.map(({ keyid }) => keyid), threshold: its.length },
          ]),
        ),
      }
    },
    rotate(rotated: readonly TufRole[]): void {
      const before = keys.root
      for (const role of rotated) keys[role] = [makeKey()]
      const signers = [...new Set([...before, ...keys.root])]
      roots.push(signTuf(repository.rootOf(roots.length + 1, keys.root), signers))
    },
    bundleText: (version: number, more: object = {}) => JSON.stringify({ version, ...more }),
    targets: (version: number, text: string): TufDocument =>
      signTuf(
        {
          ...head('targets', version, 7 * day),
          targets: { bundle: { length: Buffer.byteLength(text), hashes: { sha256: sha256(text) } } },
        },
        keys.bundle,
      ),
    /**
     * All files of a bundle, each named by the one above it. `isBare` names the targets by version alone, as TUF permits:
     * then nothing but its signature tells a wrong one.
     */
    compose(text: string, version: number, isBare = false): TufFiles {
      times += 1
      const targets = JSON.stringify(repository.targets(version, text))
      const snapshot = JSON.stringify(
        signTuf(
          {
            ...head('snapshot', times, 600_000),
            meta: { 'targets.json': named(targets, version, isBare) },
          },
          keys.timestamp,
        ),
      )
      const timestamp = signTuf(
        {
          ...head('timestamp', times, 600_000),
          meta: { 'snapshot.json': named(snapshot, times, false) },
        },
        keys.timestamp,
      )
      return new Map<string, string | Buffer>([
        ['timestamp.json', JSON.stringify(timestamp)],
        ['snapshot.json', snapshot],
        ['targets.json', targets],
        ['targets/bundle', text],
        ...roots.map((root): [string, string] => [
          `${Number(root.signed['version'])}.root.json`,
          JSON.stringify(root),
        ]),
      ])
    },
  }
  repository.rotate([])
  return repository
}
