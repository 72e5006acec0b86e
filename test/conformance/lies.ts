import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Envelope } from '../../policy/trust/envelope.ts'
import type { Trust } from '../../protocol/http/trust.ts'
import type { FakeTrust } from '../support/fake-trust.ts'
import { makeKey, signWith } from '../support/trust-kit.ts'
import type { TestKey } from '../support/trust-kit.ts'

/** What a liar has: every key but those he must not have, and everything the server said before. */
export interface Scene {
  readonly trust: FakeTrust
  /** The bundle in force at the client, as text, and the one an honest server would publish next. */
  readonly payload: string
  readonly next: string
  /** An earlier bundle, rightly signed, and the answer that named it. */
  readonly earlier: { readonly payload: string; readonly answer: Trust }
  /** The last answer the client took. */
  readonly latest: Trust
  readonly now: () => number
  readonly figure: number
}

export interface Lie {
  /** What the server says of itself from now on; the next bundle unless given. */
  readonly publishes?: (scene: Scene) => string
  readonly trust?: (honest: Trust, scene: Scene) => unknown
  readonly bundle?: (honest: Envelope, scene: Scene) => unknown
  /** Answers by hand what no JSON can say. */
  readonly wire?: { readonly path: string; readonly respond: Responder }
}
type Responder = (response: ServerResponse, body: string, request: IncomingMessage) => void
type Part = 'timestamp' | 'kill'

const on = (part: Part, change: (envelope: Envelope, scene: Scene, honest: Trust) => Envelope): Lie => ({
  trust: (honest, scene) => ({ ...honest, [part]: change(honest[part], scene, honest) }),
})
const onBundle = (change: (envelope: Envelope, scene: Scene) => Envelope): Lie => ({ bundle: change })
const unsigned = (envelope: Envelope): Envelope => ({ ...envelope, signatures: [] })
const edited = (envelope: Envelope): Envelope => ({ ...envelope, payload: `${envelope.payload} ` })
const retyped = (envelope: Envelope): Envelope => ({
  ...envelope,
  payloadType: 'application/vnd.countersign.root+json;v=1',
})
const kinds = { timestamp: 'timestamp', kill: 'kill' } as const
const by = (part: Part, keys: (scene: Scene) => readonly TestKey[]): Lie =>
  on(part, ({ payload }, scene) => signWith(kinds[part], payload, keys(scene)))
const patched = (part: Part, patch: (document: Record<string, unknown>, scene: Scene) => object): Lie =>
  on(part, ({ payload }, scene) => {
    const { kit } = scene.trust
    const document = JSON.parse(payload) as Record<string, unknown>
    const keys = part === 'kill' ? [...kit.keys.stop, ...kit.keys.restart] : kit.keys.timestamp
    return signWith(kinds[part], kit.text({ ...document, ...patch(document, scene) }), keys)
  })
const bundleOf = (patch: object, scene: Scene) =>
  scene.trust.kit.text({ ...(JSON.parse(scene.next) as object), ...patch })
/** The server names and signs this bundle: only its content is wrong. */
const publishing = (payload: (scene: Scene) => string): Lie => ({ publishes: payload })
const wire = (respond: Responder, path = '/v1/trust'): Lie => ({ wire: { path, respond } })
const cutAt = (share: (length: number) => number): Lie =>
  wire((response, body) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    response.write(body.slice(0, share(body.length)), () => response.destroy())
    if (share(body.length) === 0) response.flushHeaders()
  })
/** A next root; `sign` says who signs it, of the keys before and after. */
const nextRoot = (
  make: (scene: Scene, fresh: readonly TestKey[]) => { payload: string; keys: readonly TestKey[] },
): Lie => ({
  trust(honest, scene) {
    const made = make(scene, [makeKey(), makeKey()])
    return { ...honest, roots: [...honest.roots, signWith('root', made.payload, made.keys)] }
  },
})
const rootWith = (scene: Scene, root: readonly TestKey[], ahead = 1, tenant?: string) =>
  scene.trust.kit.rootPayload(scene.trust.kit.roots.length + ahead, { ...scene.trust.kit.keys, root }, tenant)
const removing = (keys: (scene: Scene) => readonly TestKey[]): Lie =>
  on('kill', (_, scene) => signWith('kill', scene.trust.kit.kill(scene.trust.epoch() + 1, []), keys(scene)))
const twice = (envelope: Envelope): Envelope => ({
  ...envelope,
  signatures: envelope.signatures.flatMap((signature) => [signature, signature]),
})

export const lies: Readonly<Record<string, Lie>> = {
  'timestamp unsigned': on('timestamp', unsigned),
  'timestamp signed by a stranger': by('timestamp', () => [makeKey()]),
  'timestamp signed by the bundle role': by('timestamp', ({ trust }) => trust.kit.keys.bundle),
  'timestamp with a changed byte': on('timestamp', edited),
  'timestamp with a shortened signature': on('timestamp', (envelope) => ({
    ...envelope,
    signatures: envelope.signatures.map(({ keyid, sig }) => ({ keyid, sig: sig.slice(0, 40) })),
  })),
  'timestamp under the id of another key': on('timestamp', (envelope, { trust }) => ({
    ...envelope,
    signatures: envelope.signatures.map(({ sig }) => ({ sig, keyid: trust.kit.keys.bundle[0]?.keyid ?? '' })),
  })),
  'timestamp as another type': on('timestamp', retyped),
  'timestamp of another tenant': patched('timestamp', () => ({ tenant: 'somebody-else' })),
  'timestamp of another environment': patched('timestamp', () => ({ environment: 'rehearsal' })),
  'timestamp rolled back': patched('timestamp', () => ({ version: 1 })),
  'timestamp equivocating': patched('timestamp', (_, { latest }) => ({
    version: (JSON.parse(latest.timestamp.payload) as { version: number }).version,
  })),
  'timestamp frozen': patched('timestamp', (_, { now }) => ({
    issuedAt: new Date(now() - 900_000).toISOString(),
    notAfter: new Date(now() - 300_000).toISOString(),
    nonce: 'one of another day',
  })),
  'timestamp valid for years': patched('timestamp', (_, { now }) => ({
    notAfter: new Date(now() + 3 * 365 * 86_400_000).toISOString(),
  })),
  'timestamp of another root': patched('timestamp', ({ root }) => ({ root: Number(root) + 1 })),
  'timestamp that is no timestamp': patched('timestamp', () => ({ bundle: null })),
  'timestamp replayed': { trust: (_, { latest }) => latest },
  'kill document unsigned': on('kill', unsigned),
  'kill document signed by a stranger': by('kill', () => [makeKey()]),
  'kill document signed by the bundle role': by('kill', ({ trust }) => trust.kit.keys.bundle),
  'kill document with a changed byte': on('kill', edited),
  'kill document as another type': on('kill', retyped),
  'kill document of another tenant': patched('kill', ({ epoch }) => ({
    tenant: 'somebody-else',
    epoch: Number(epoch) + 1,
  })),
  'kill document rolled back': patched('kill', () => ({ epoch: 0 })),
  'kill document equivocating': patched('kill', () => ({ issuedAt: '2026-06-02T00:00:00.000Z' })),
  'kill document older than the timestamp names': patched('timestamp', ({ kill }) => ({
    kill: { ...(kill as object), epoch: Number((kill as { epoch: number }).epoch) + 1 },
  })),
  'restart signed by stop alone': removing(({ trust }) => trust.kit.keys.stop),
  'restart signed by one of two': removing(({ trust }) => [
    ...trust.kit.keys.stop,
    ...trust.kit.keys.restart.slice(1),
  ]),
  'restart signed twice by the same key': on('kill', (_, { trust }) =>
    twice(
      signWith('kill', trust.kit.kill(trust.epoch() + 1, []), [
        ...trust.kit.keys.stop,
        ...trust.kit.keys.restart.slice(1),
      ]),
    ),
  ),
  'bundle unsigned': onBundle(unsigned),
  'bundle signed by a stranger': onBundle(({ payload }) => signWith('bundle', payload, [makeKey()])),
  'bundle signed by the timestamp role': onBundle(({ payload }, { trust }) =>
    signWith('bundle', payload, trust.kit.keys.timestamp),
  ),
  'bundle with a changed byte': onBundle(edited),
  'bundle as another type': onBundle(retyped),
  'bundle of another tenant': publishing((scene) => bundleOf({ tenant: 'somebody-else' }, scene)),
  'bundle of another environment': publishing((scene) => bundleOf({ environment: 'rehearsal' }, scene)),
  'bundle rolled back': publishing(({ earlier }) => earlier.payload),
  'bundle equivocating': publishing(({ payload, trust }) =>
    trust.kit.text({ ...(JSON.parse(payload) as object), whenUnavailable: 'allow' }),
  ),
  'bundle of an earlier timestamp': onBundle((_, { earlier, trust }) => trust.bundle(earlier.payload)),
  'bundle of no timestamp': onBundle((_, scene) =>
    scene.trust.bundle(bundleOf({ whenUnavailable: 'allow' }, scene)),
  ),
  'bundle ahead of the kill document': publishing((scene) =>
    bundleOf({ killEpoch: scene.trust.epoch() + 5 }, scene),
  ),
  'bundle for later clients': publishing((scene) => bundleOf({ minClientVersion: '9.0' }, scene)),
  'bundle fast-forwarded without its key': {
    publishes: (scene) => bundleOf({ version: 2_000_000_000 }, scene),
    bundle: ({ payload }) => signWith('bundle', payload, [makeKey()]),
  },
  'bundle that is not JSON': publishing(({ next }) => next.slice(0, -1)),
  'bundle that is a depth bomb': publishing(() => `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  'bundle that is a member bomb': publishing(
    () => `{${Array.from({ length: 110_000 }, (_, index) => `"a${index % 10}":1`).join()}}`,
  ),
  'bundle with an unknown member': publishing((scene) => bundleOf({ surprise: 1 }, scene)),
  'root signed by the old keys alone': nextRoot((scene, fresh) => ({
    payload: rootWith(scene, fresh),
    keys: scene.trust.kit.keys.root,
  })),
  'root signed by the new keys alone': nextRoot((scene, fresh) => ({
    payload: rootWith(scene, fresh),
    keys: fresh,
  })),
  'root signed twice by the same key': {
    trust(honest, scene) {
      const fresh = [makeKey(), makeKey()]
      const [first] = fresh
      const signers = [...scene.trust.kit.keys.root, ...(first ? [first, first] : [])]
      return { ...honest, roots: [...honest.roots, signWith('root', rootWith(scene, fresh), signers)] }
    },
  },
  'root that skips a version': nextRoot((scene, fresh) => ({
    payload: rootWith(scene, fresh, 2),
    keys: [...scene.trust.kit.keys.root, ...fresh],
  })),
  'root of another tenant': nextRoot((scene, fresh) => ({
    payload: rootWith(scene, fresh, 1, 'somebody-else'),
    keys: [...scene.trust.kit.keys.root, ...fresh],
  })),
  'root that is no root': nextRoot((scene) => ({ payload: '{"format":1}', keys: scene.trust.kit.keys.root })),
  'root hop withheld': { trust: (honest) => ({ ...honest, roots: honest.roots.slice(1) }) },
  'answer endless': wire((response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const more = () => {
      while (!response.destroyed && response.write(' '.repeat(65_536)));
    }
    response.on('drain', more)
    more()
  }),
  'answer a gzip bomb': wire((response) => {
    const bomb = gzipSync(Buffer.alloc(40_000_000, 32))
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    response.end(bomb)
  }),
  'answer cut off after its headers': cutAt(() => 0),
  'answer cut off in the middle': cutAt((length) => Math.floor(length / 2)),
  'answer cut off before its last byte': cutAt((length) => length - 1),
  'answer shorter than it says': wire((response, body) => {
    response.socket?.end(
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body) + 10}\r\n\r\n${body}`,
    )
  }),
  'answer truncated to valid HTTP': wire((response, body) => response.end(body.slice(0, -20))),
  'answer empty': wire((response) => response.end()),
  'answer a page of a proxy': wire((response) => response.end('<!doctype html><title>Sign in</title>')),
  'answer not modified': wire((response) => response.writeHead(304).end()),
  'bundle not modified': wire((response) => response.writeHead(304).end(), '/v1/bundle'),
  'answer gzip that is none': wire((response, body) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    response.end(body)
  }),
}
