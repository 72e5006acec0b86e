import { checkKill } from '../../policy/trust/check-documents.ts'
import type { Floor, Refused } from '../../policy/trust/check-documents.ts'
import type { Envelope } from '../../policy/trust/envelope.ts'
import { isReplaced } from '../../policy/trust/root-chain.ts'
import { fact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import type { RootedFloor } from '../db/rows.ts'
import { readValue, writeValue } from '../db/values.ts'
import { raiseMark } from '../fleet/contact.ts'
import type { Worker } from '../worker.ts'
import { amendTrusted, rootAt, trustedState } from './trusted.ts'
import type { Trusted } from './trusted.ts'

export type KillTaken =
  { readonly ok: true; readonly isNew: boolean } | { readonly ok: false; readonly refused: Refused | null }

/**
 * Verifies a kill document, stores it with its floor and puts it in force, whether it came in a pull or over the stream.
 * It needs no timestamp: a stop must not wait, and a known one never expires (policy client 7 and 14).
 */
export async function takeKill(worker: Worker, envelope: Envelope): Promise<KillTaken> {
  return worker.turns('kill', () => take(worker, envelope))
}

async function take(worker: Worker, envelope: Envelope): Promise<KillTaken> {
  const { db } = worker
  const trusted = await trustedState(worker)
  const root = trusted.chain.at(-1)?.root
  if (!root) return { ok: false, refused: null }
  const inForce = trusted.kill && { ...trusted.kill, version: trusted.kill.document.epoch }
  const floor = floorInForce(trusted, [await readValue(db, 'killFloor'), inForce], 'stop')
  const checked = await checkKill(envelope, root, { floor, killed: trusted.kill?.document.killed ?? [] })
  if (!checked.ok) return { ok: false, refused: checked }
  const { kill, digest } = checked
  const isNew = trusted.kill?.digest !== digest
  if (!isNew) return { ok: true, isNew }
  await record(worker, {
    // The first document of a device on which nothing was ever stopped is no news.
    facts:
      trusted.kill === null && kill.killed.length === 0
        ? []
        : [fact(worker, 'kill.applied', { epoch: kill.epoch, digest, scopes: kill.killed.length })],
    write: async () => {
      await writeValue(db, 'kill', { envelope, root: root.version })
      await writeValue(db, 'killFloor', { version: kill.epoch, digest, root: root.version })
      await raiseMark(worker, Date.parse(kill.issuedAt), false)
    },
  })
  amendTrusted(worker, ({ tampered }) => ({
    kill: { document: kill, digest, root: root.version },
    tampered: tampered.filter((part) => part !== 'kill'),
  }))
  return { ok: true, isNew }
}

/**
 * The highest of what is stored and what is in force, so that a row set back by hand sets nothing back. One is void once
 * none of the keys that could have raised it counts any more: recovery from a stolen key (policy client 13).
 */
export function floorInForce(
  { chain }: Pick<Trusted, 'chain'>,
  floors: readonly (RootedFloor | null)[],
  role: 'stop' | 'bundle',
): Floor | null {
  const current = chain.at(-1)?.root
  const isVoid = ({ root }: RootedFloor) => {
    const then = root === undefined ? undefined : rootAt(chain, root)
    return current !== undefined && then !== undefined && isReplaced(then, current, role)
  }
  const standing = floors.filter((floor) => floor !== null && !isVoid(floor))
  return standing.toSorted((left, right) => (right?.version ?? 0) - (left?.version ?? 0))[0] ?? null
}
