import { checkBundle, checkTimestamp } from '../../policy/trust/check-documents.ts'
import type { Timestamp } from '../../policy/trust/documents.ts'
import type { Envelope } from '../../policy/trust/envelope.ts'
import { bundleEnvelopeSchema } from '../../protocol/http/devices.ts'
import type { Trust } from '../../protocol/http/trust.ts'
import { fact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import { readValue, writeValue } from '../db/values.ts'
import { callServer } from '../fleet/server-call.ts'
import { raiseMark, trustedTime } from '../fleet/contact.ts'
import type { Worker } from '../worker.ts'
import { namedHere } from './named.ts'
import { pinInForce } from './pins.ts'
import { noteProblem, refuse, refuseUnanswered } from './refuse.ts'
import { floorInForce, takeKill } from './take-kill.ts'
import { takeRoots } from './take-roots.ts'
import { amendTrusted, loadTrusted, trustedState } from './trusted.ts'
import type { Trusted } from './trusted.ts'

/** A payload may be 1 MB; the envelope escapes it. */
const mostBytes = 2_500_000

/**
 * Asks what is current and takes it: roots, kill document, then timestamp and bundle together. Each is verified, stored
 * with its floor in one strict transaction, and then put in force, in that order: at every moment the old or the new policy
 * is obeyed, never a mixture. True when another bundle became active.
 */
export async function pullBundle(worker: Worker): Promise<boolean> {
  return worker.turns('pull', () => pull(worker))
}

async function pull(worker: Worker, nonce?: string): Promise<boolean> {
  if (!(await readValue(worker.db, 'enrolment'))) return false
  const pin = await pinInForce(worker)
  if (pin === null) return stay(worker, 'ROOT_UNPINNED')
  const before = await trustedState(worker)
  const roots = await takeRoots((call) => callServer(worker, call), {
    ...{ pin, chain: before.pin === pin ? before.chain : [] },
    ...(nonce !== undefined && { nonce }),
    ...(before.policy && { held: before.policy.bundle.version }),
  })
  if (roots.chain.length > 0) await keepRoots(worker, before, pin, roots.chain)
  if (!roots.ok && roots.unanswered) return refuseUnanswered(worker, roots.unanswered, 'trust')
  if (!roots.ok) return refuse(worker, 'root', roots)
  if (!(await takeKills(worker, roots.trust))) return false
  const checked = await judgeTimestamp(worker, roots.trust.timestamp, nonce)
  // Only what is signed for this very question tells a wrong clock from a frozen answer.
  if (checked === 'expired') return nonce === undefined ? pull(worker, worker.environment.newId()) : false
  return checked !== null && takeBundle(worker, roots.trust, checked)
}

async function keepRoots(
  worker: Worker,
  before: Trusted,
  pin: string,
  chain: Trusted['chain'],
): Promise<void> {
  const newest = chain.at(-1)
  const known = before.chain.at(-1)
  if (before.pin === pin && newest?.digest === known?.digest && before.tampered.length === 0) return
  const roots = chain.map(({ envelope }) => envelope)
  const rotated = newest &&
    newest.digest !== known?.digest && { version: newest.root.version, digest: newest.digest }
  await record(worker, {
    facts: rotated ? [fact(worker, 'root.accepted', rotated)] : [],
    write: () => writeValue(worker.db, 'trust', { pin, roots }),
  })
  // What was stored under roots that could not be read may be whole after all.
  await worker.turns('kill', async () => {
    worker.trusted = await loadTrusted(worker)
  })
}

/** A client that missed a restart takes that document first: what came later only adds to it. */
async function takeKills(worker: Worker, { restart, kill }: Trust): Promise<boolean> {
  const known = (await trustedState(worker)).kill
  if (restart && known) {
    const taken = await takeKill(worker, restart)
    // Older than what is known is no attack here: nothing was missed.
    if (!taken.ok && taken.refused?.reason !== 'ROLLBACK') return refuse(worker, 'kill', taken.refused)
  }
  const taken = await takeKill(worker, kill)
  return taken.ok || refuse(worker, 'kill', taken.refused)
}

interface Judged {
  readonly timestamp: Timestamp
  readonly digest: string
}

async function judgeTimestamp(
  worker: Worker,
  envelope: Envelope,
  nonce: string | undefined,
): Promise<Judged | 'expired' | null> {
  const trusted = await trustedState(worker)
  const root = trusted.chain.at(-1)?.root
  if (!root) return null
  const stored = await readValue(worker.db, 'timestampFloor')
  // Another root names other keys or other thresholds: what was signed under the one before sets no floor.
  const floor = stored?.root === root.version ? stored : null
  const checked = await checkTimestamp(envelope, root, floor)
  if (!checked.ok) {
    await refuse(worker, 'timestamp', checked)
    return null
  }
  const { timestamp, digest } = checked
  const isSignedNow = nonce !== undefined && timestamp.nonce === nonce
  const time = await trustedTime(worker)
  if (!isSignedNow && (!time.isKnown || time.now >= Date.parse(timestamp.notAfter))) {
    if (nonce !== undefined)
      await refuse(worker, 'timestamp', { reason: 'EXPIRED', detail: timestamp.notAfter })
    return 'expired'
  }
  const { kill } = trusted
  const isKillOurs =
    kill &&
    (kill.document.epoch > timestamp.kill.epoch ||
      (kill.document.epoch === timestamp.kill.epoch && kill.digest === timestamp.kill.digest))
  if (isKillOurs) return { timestamp, digest }
  await refuse(worker, 'timestamp', { reason: 'MISMATCH', detail: `kill ${timestamp.kill.epoch}` })
  return null
}

/** The bundle the timestamp names: the one in force, or the one the server gives now. Stored together, so one never vouches for another. */
async function takeBundle(worker: Worker, trust: Trust, { timestamp, digest }: Judged): Promise<boolean> {
  const trusted = await trustedState(worker)
  const root = trusted.chain.at(-1)?.root
  if (!root) return false
  const inForce = trusted.policy && { ...trusted.policy, version: trusted.policy.bundle.version }
  const floor = floorInForce(trusted, [await readValue(worker.db, 'floor'), inForce], 'bundle')
  const named = await namedHere(worker.db, timestamp)
  const isKnown = trusted.policy?.digest === named.digest && !trusted.tampered.includes('bundle')
  const offered = isKnown ? null : (trust.bundle ?? (await askBundle(worker)))
  if (offered === false) return false
  const checked =
    offered &&
    (await checkBundle(offered, root, {
      ...{ floor, named, killEpoch: trusted.kill?.document.epoch ?? -1 },
      clientVersion: worker.environment.browser.runtime.getManifest().version,
    }))
  if (checked && !checked.ok) return refuse(worker, 'bundle', checked, floor)
  const policy = checked ? { bundle: checked.bundle, digest: checked.digest, root: root.version } : null
  const previousVersion = trusted.policy?.bundle.version ?? null
  const { db, environment } = worker
  await record(worker, {
    facts: policy
      ? [
          fact(
            worker,
            'policy.activated',
            { version: policy.bundle.version, digest: policy.digest, previousVersion },
            policy.bundle.version,
          ),
        ]
      : [],
    tables: [db.bundles],
    write: async () => {
      if (policy && offered) {
        const { version } = policy.bundle
        const { payload, signatures } = offered
        const row = { version, digest: policy.digest, payload, signatures, root: root.version }
        await db.bundles.put({ ...row, activatedAt: environment.now() })
        await writeValue(db, 'floor', { version, digest: policy.digest, root: root.version })
        await writeValue(db, 'active', { version, digest: policy.digest })
      }
      await writeValue(db, 'timestamp', { envelope: trust.timestamp, root: root.version })
      await writeValue(db, 'timestampFloor', { version: timestamp.version, digest, root: root.version })
      await raiseMark(worker, Date.parse(timestamp.issuedAt), true)
      await noteProblem(worker, null)
    },
  })
  // A stored kill document heals by itself in `takeKill`; roots were read anew before.
  amendTrusted(worker, ({ tampered }) => ({
    ...{ timestamp, named, tampered: tampered.filter((part) => part === 'kill') },
    ...(policy && { policy }),
  }))
  return policy !== null
}

/** False when there is no answer to judge. */
async function askBundle(worker: Worker): Promise<Envelope | false> {
  const answer = await callServer(worker, {
    ...{ method: 'GET', path: '/v1/bundle', answer: bundleEnvelopeSchema, maxBytes: mostBytes },
  })
  return answer.ok ? answer.value : refuseUnanswered(worker, answer, 'bundle')
}

async function stay(worker: Worker, problem: string): Promise<false> {
  await noteProblem(worker, problem)
  return false
}
