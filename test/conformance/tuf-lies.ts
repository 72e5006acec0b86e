import type { ServerResponse } from 'node:http'
import { makeKey } from '../support/trust-kit.ts'
import type { TestKey } from '../support/trust-kit.ts'
import type { ConformanceCase } from './cases.ts'
import { lies } from './lies.ts'
import { signTuf } from './tuf-repository.ts'
import type { TufDocument, TufFiles, TufRepository } from './tuf-repository.ts'

export interface TufScene {
  readonly repository: TufRepository
  /** What the client took last, and what was published before that. */
  readonly latest: TufFiles
  readonly earlier: TufFiles
  readonly figure: number
}
export interface TufLie {
  readonly files: (scene: TufScene) => TufFiles
  readonly wire?: {
    readonly path: string
    readonly respond: (response: ServerResponse, body: string) => void
  }
}

const next = 9
const honest = ({ repository }: TufScene, isBare = false) =>
  repository.compose(repository.bundleText(next), next, isBare)

/** Another document in the place of the honest one; what stands above it names it by version alone. */
const on = (path: string, change: (document: TufDocument, scene: TufScene) => TufDocument): TufLie => ({
  files(scene) {
    const files = honest(scene, path === 'targets.json')
    const document = JSON.parse(String(files.get(path))) as TufDocument
    return files.set(path, JSON.stringify(change(document, scene)))
  },
})
const inTimestamp = (change: Parameters<typeof on>[1]) => on('timestamp.json', change)
const inTargets = (change: Parameters<typeof on>[1]) => on('targets.json', change)
const unsigned = (document: TufDocument): TufDocument => ({ ...document, signatures: [] })
// TUF signs a canonical form, where a space more says the same: here a number is changed.
const edited = ({ signed, signatures }: TufDocument): TufDocument => ({
  signatures,
  signed: { ...signed, version: Number(signed['version']) + 1 },
})
const by = (keys: (scene: TufScene) => readonly TestKey[]) => (document: TufDocument, scene: TufScene) =>
  signTuf(document.signed, keys(scene))
const patched =
  (role: 'timestamp' | 'bundle', patch: (scene: TufScene) => object) =>
  ({ signed }: TufDocument, scene: TufScene) =>
    signTuf({ ...signed, ...patch(scene) }, scene.repository.keys[role])
const stranger = () => [makeKey()]
const text = (path: string, change: (body: string, scene: TufScene) => string): TufLie => ({
  files(scene) {
    const files = honest(scene, true)
    return files.set(path, change(String(files.get(path)), scene))
  },
})
const nextRoot = (
  make: (scene: TufScene, fresh: readonly TestKey[]) => TufDocument | Record<string, unknown>,
): TufLie => ({
  files(scene) {
    const fresh = [makeKey(), makeKey()]
    const above = scene.repository.roots.length + 1
    return honest(scene).set(`${above}.root.json`, JSON.stringify(make(scene, fresh)))
  },
})
const rootOf = ({ repository }: TufScene, keys: readonly TestKey[], ahead = 1) =>
  repository.rootOf(repository.roots.length + ahead, keys)

/** What is done to the wire is done by the same hands as in the pack. */
const onWire = (attack: string): TufLie => {
  const wire = lies[attack]?.wire
  if (!wire) throw new Error(`"${attack}" does nothing to the wire`)
  const path = wire.path === '/v1/trust' ? 'timestamp.json' : 'targets.json'
  return { files: (scene) => honest(scene), wire: { path, respond: wire.respond as never } }
}
const wired = Object.keys(lies).filter((attack) => lies[attack]?.wire !== undefined)

/** The lies of the pack that can be told in TUF. */
export const tufLies: Readonly<Record<string, TufLie>> = {
  'timestamp unsigned': inTimestamp(unsigned),
  'timestamp signed by a stranger': inTimestamp(by(stranger)),
  'timestamp signed by the bundle role': inTimestamp(by(({ repository }) => repository.keys.bundle)),
  'timestamp with a changed byte': inTimestamp(edited),
  'timestamp with a shortened signature': inTimestamp(({ signed, signatures }) => ({
    signed,
    signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig: sig.slice(0, 40) })),
  })),
  'timestamp under the id of another key': inTimestamp(({ signed, signatures }, { repository }) => ({
    signed,
    signatures: signatures.map(({ sig }) => ({ sig, keyid: repository.keys.bundle[0]?.keyid ?? '' })),
  })),
  'timestamp as another type': inTimestamp(patched('timestamp', () => ({ _type: 'snapshot' }))),
  'timestamp rolled back': inTimestamp(patched('timestamp', () => ({ version: 1 }))),
  'timestamp frozen': inTimestamp(
    patched('timestamp', ({ repository }) => ({
      expires: repository.head('timestamp', 1, -300_000).expires,
    })),
  ),
  'timestamp that is no timestamp': inTimestamp(patched('timestamp', () => ({ meta: {} }))),
  'timestamp replayed': { files: ({ latest }) => latest },
  'bundle unsigned': inTargets(unsigned),
  'bundle signed by a stranger': inTargets(by(stranger)),
  'bundle signed by the timestamp role': inTargets(by(({ repository }) => repository.keys.timestamp)),
  'bundle with a changed byte': inTargets(edited),
  'bundle as another type': inTargets(patched('bundle', () => ({ _type: 'snapshot' }))),
  'bundle rolled back': {
    files: ({ repository }) => repository.compose(repository.bundleText(7), 7),
  },
  'bundle of an earlier timestamp': text('targets.json', (_, { earlier }) =>
    String(earlier.get('targets.json')),
  ),
  'bundle of no timestamp': {
    files(scene) {
      const other = scene.repository.bundleText(next, { whenUnavailable: 'allow' })
      return honest(scene)
        .set('targets.json', JSON.stringify(scene.repository.targets(next, other)))
        .set('targets/bundle', other)
    },
  },
  'bundle fast-forwarded without its key': inTargets(({ signed }) =>
    signTuf({ ...signed, version: 2_000_000_000 }, stranger()),
  ),
  'bundle that is not JSON': text('targets.json', (body) => body.slice(0, -1)),
  'bundle that is a depth bomb': text('targets.json', () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  'bundle that is a member bomb': text(
    'targets.json',
    () => `{${Array.from({ length: 110_000 }, (_, index) => `"a${index % 10}":1`).join()}}`,
  ),
  'root signed by the old keys alone': nextRoot((scene, fresh) =>
    signTuf(rootOf(scene, fresh), scene.repository.keys.root),
  ),
  'root signed by the new keys alone': nextRoot((scene, fresh) => signTuf(rootOf(scene, fresh), fresh)),
  'root signed twice by the same key': nextRoot((scene, fresh) => {
    const [first] = fresh
    return signTuf(rootOf(scene, fresh), [...scene.repository.keys.root, ...(first ? [first, first] : [])])
  }),
  'root that skips a version': nextRoot((scene, fresh) =>
    signTuf(rootOf(scene, fresh, 2), [...scene.repository.keys.root, ...fresh]),
  ),
  'root that is no root': nextRoot((scene) => ({ ...signTuf({ format: 1 }, scene.repository.keys.root) })),
  'root hop withheld': {
    files(scene) {
      const files = honest(scene)
      const { length } = scene.repository.roots
      for (let version = length - scene.figure + 1; version < length; version++)
        files.set(`${version}.root.json`, files.get(`${version + 1}.root.json`) ?? '')
      files.delete(`${length}.root.json`)
      return files
    },
  },
  ...Object.fromEntries(wired.map((attack) => [attack, onWire(attack)])),
}

/** Not in the column: one root withheld leaves TUF unknowing, and a clock moved back makes it believe what has run out. */
export function isTold({ attack, figure = 0 }: ConformanceCase): boolean {
  if (attack === 'root hop withheld') return figure > 1
  if (attack === 'timestamp replayed') return figure > 600_000
  return attack in tufLies
}
