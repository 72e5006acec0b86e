import type { Bundle } from '../../policy/bundle.ts'
import type { Envelope } from '../../policy/trust/envelope.ts'
import type { Trust } from '../../protocol/http/trust.ts'
import { createTrustKit, sha256, signWith } from './trust-kit.ts'

/** What an honest server signs of the payload and the stops it has at the moment of each question. */
export function createFakeTrust(bundle: Bundle, now: () => number) {
  const kit = createTrustKit(bundle.tenant, bundle.environment ?? 'practice', now)
  let timestamps = 0
  let kill = signWith('kill', kit.kill(0, []), [...kit.keys.stop, ...kit.keys.restart])
  let restart: Envelope | null = null
  let epoch = 0

  const trust = {
    kit,
    bundle: (payload: string) => signWith('bundle', payload, kit.keys.bundle),
    kill: () => kill,
    epoch: () => epoch,
    stop(scopes: readonly string[]): Envelope {
      if (JSON.parse(kill.payload) && kill.signatures.length > 1) restart = kill
      kill = signWith('kill', kit.kill(++epoch, scopes), kit.keys.stop)
      return kill
    },
    restart(scopes: readonly string[]): Envelope {
      kill = signWith('kill', kit.kill(++epoch, scopes), [...kit.keys.stop, ...kit.keys.restart])
      restart = null
      return kill
    },
    rotate(roles: Parameters<typeof kit.rotate>[0]): void {
      const { killed } = JSON.parse(kill.payload) as { killed: { scope: string }[] }
      kit.rotate(roles)
      trust.restart(killed.map(({ scope }) => scope))
    },
    timestamp(payload: string, nonce?: string): Envelope {
      // A payload that is no JSON has a version all the same: what is wrong with it is for the bundle's check to say.
      const version = Number(/"version":(\d+)/.exec(payload)?.[1] ?? 1_000_000)
      const named = {
        version: ++timestamps,
        bundle: { version, digest: sha256(payload) },
        kill: { epoch, digest: sha256(kill.payload) },
      }
      return signWith(
        'timestamp',
        kit.timestamp(named, nonce === undefined ? {} : { nonce }),
        kit.keys.timestamp,
      )
    },
    answer(payload: string, query: URLSearchParams): Trust {
      const above = Number(query.get('root') ?? 0)
      return {
        roots: kit.roots.slice(above, above + 20),
        timestamp: trust.timestamp(payload, query.get('nonce') ?? undefined),
        kill,
        restart,
      }
    },
  }
  return trust
}
export type FakeTrust = ReturnType<typeof createFakeTrust>
