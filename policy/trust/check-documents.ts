import type { Bundle } from '../bundle.ts'
import { parseBounded } from '../bounded-json.ts'
import { canonical, digest as digestOf } from '../canonical.ts'
import type { Json } from '../canonical.ts'
import { parseBundle } from '../parse-bundle.ts'
import { killSchema, timestampSchema } from './documents.ts'
import type { Kill, Root, Timestamp } from './documents.ts'
import type { Envelope } from './envelope.ts'
import { envelopeProblem, signersOf } from './verify-envelope.ts'
import type { EnvelopeProblem } from './verify-envelope.ts'

export type DocumentProblem =
  | EnvelopeProblem
  | 'MALFORMED'
  | 'OTHER_TENANT'
  | 'ROLLBACK'
  | 'EQUIVOCATION'
  | 'EXPIRED'
  | 'OTHER_ROOT'
  | 'RESTART_UNSIGNED'
  | 'MISMATCH'
  | 'CLIENT_TOO_OLD'

export interface Refused {
  readonly ok: false
  readonly reason: DocumentProblem
  readonly detail: string
  /** Number and digest of what was offered, where they are why. */
  readonly offered?: Floor
}
export type Checked<Value> = ({ readonly ok: true; readonly digest: string } & Value) | Refused

/** What may never be undercut: the highest number seen verified, and which text bore it. */
export interface Floor {
  readonly version: number
  readonly digest: string
}

const bounds = { maxDepth: 24, maxMembers: 100_000 }
// A timestamp is for minutes; one for longer would let whoever stole its key hold a fleet still.
const longestTimestampMs = 24 * 3_600_000

/** Of this tenant and environment, by the right keys, not before `floor`, and for the root in force. Says nothing of time. */
export async function checkTimestamp(
  envelope: Envelope,
  root: Root,
  floor: Floor | null,
): Promise<Checked<{ readonly timestamp: Timestamp }>> {
  const problem = await envelopeProblem(envelope, 'timestamp', signersOf(root, 'timestamp'))
  if (problem !== null) return refuse(problem, 'timestamp')
  const parsed = timestampSchema.safeParse(parseBounded(envelope.payload, bounds))
  if (!parsed.success) return refuse('MALFORMED', 'timestamp')
  const timestamp = parsed.data
  if (!isOurs(timestamp, root)) return refuse('OTHER_TENANT', nameOf(timestamp))
  if (timestamp.root !== root.version) return refuse('OTHER_ROOT', `${timestamp.root}`)
  const validMs = Date.parse(timestamp.notAfter) - Date.parse(timestamp.issuedAt)
  if (!(validMs > 0 && validMs <= longestTimestampMs)) return refuse('MALFORMED', 'timestamp: notAfter')
  // The newer of two has the higher number, or whoever joins the ring would meet their own floor.
  if (timestamp.rollout && timestamp.rollout.others.version >= timestamp.bundle.version)
    return refuse('MALFORMED', 'timestamp: rollout')
  if (floor && timestamp.version < floor.version)
    return refuse('ROLLBACK', versions(timestamp.version, floor))
  const digest = await contentOf(timestamp)
  if (floor && timestamp.version === floor.version && digest !== floor.digest)
    return refuse('EQUIVOCATION', versions(timestamp.version, floor))
  return { ok: true, digest, timestamp }
}

/** What a timestamp says, without when: one signed for the asking of a client has the version of the stored one. */
function contentOf({ root, bundle, kill, rollout }: Timestamp): Promise<string> {
  const terms = rollout && canonical(rollout as unknown as Json)
  return digestOf(
    [root, bundle.version, bundle.digest, kill.epoch, kill.digest, ...(terms ? [terms] : [])].join(),
  )
}

/** A kill document may only add to what is known to be stopped, unless the restart role signed it as well. */
export async function checkKill(
  envelope: Envelope,
  root: Root,
  known: { readonly floor: Floor | null; readonly killed: Kill['killed'] },
): Promise<Checked<{ readonly kill: Kill }>> {
  const problem = await envelopeProblem(envelope, 'kill', signersOf(root, 'stop'))
  if (problem !== null) return refuse(problem, 'kill')
  const parsed = killSchema.safeParse(parseBounded(envelope.payload, bounds))
  if (!parsed.success) return refuse('MALFORMED', 'kill')
  const kill = parsed.data
  if (!isOurs(kill, root)) return refuse('OTHER_TENANT', nameOf(kill))
  const digest = await digestOf(envelope.payload)
  const broken = floorProblem({ version: kill.epoch, digest }, known.floor)
  if (broken) return broken
  const scopes = new Set(kill.killed.map(({ scope }) => scope))
  const removed = known.killed.filter(({ scope }) => !scopes.has(scope))
  if (removed.length > 0 && (await envelopeProblem(envelope, 'kill', signersOf(root, 'restart'))) !== null)
    return refuse(
      'RESTART_UNSIGNED',
      removed
        .map(({ scope }) => scope)
        .join()
        .slice(0, 500),
    )
  return { ok: true, digest, kill }
}

/** The bundle that `named` (of a timestamp) names, or any later than the floor when nothing names one (a load from disk). */
export async function checkBundle(
  envelope: Envelope,
  root: Root,
  known: {
    readonly floor: Floor | null
    readonly named: Floor | null
    readonly killEpoch: number
    readonly clientVersion: string
  },
): Promise<Checked<{ readonly bundle: Bundle }>> {
  const problem = await envelopeProblem(envelope, 'bundle', signersOf(root, 'bundle'))
  if (problem !== null) return refuse(problem, 'bundle')
  const parsed = parseBundle(parseBounded(envelope.payload, bounds))
  if (!parsed.ok) {
    const [first] = parsed.problems
    return refuse('MALFORMED', first ? `${first.path}: ${first.message}`.slice(0, 500) : '')
  }
  const { bundle } = parsed
  if (!isOurs({ ...bundle, environment: bundle.environment ?? '' }, root))
    return refuse('OTHER_TENANT', nameOf(bundle))
  if (Number.isNaN(Date.parse(bundle.issuedAt)) || Number.isNaN(Date.parse(bundle.notAfter)))
    return refuse('MALFORMED', 'issuedAt, notAfter: not a time')
  const digest = await digestOf(envelope.payload)
  const broken = floorProblem({ version: bundle.version, digest }, known.floor)
  if (broken) return broken
  if (known.named && (known.named.digest !== digest || known.named.version !== bundle.version))
    return refuse('MISMATCH', versions(bundle.version, known.named))
  if ((bundle.killEpoch ?? 0) > known.killEpoch) return refuse('MISMATCH', `kill ${bundle.killEpoch}`)
  if (bundle.minClientVersion && isOlder(known.clientVersion, bundle.minClientVersion))
    return refuse('CLIENT_TOO_OLD', bundle.minClientVersion)
  return { ok: true, digest, bundle }
}

/** Lower is a rollback; the same number with other bytes is two truths under one name. */
export function floorProblem(offered: Floor, floor: Floor | null): Refused | null {
  if (!floor) return null
  const detail = versions(offered.version, floor)
  if (offered.version < floor.version) return { ...refuse('ROLLBACK', detail), offered }
  if (offered.version === floor.version && offered.digest !== floor.digest)
    return { ...refuse('EQUIVOCATION', detail), offered }
  return null
}

function refuse(reason: DocumentProblem, detail: string): Refused {
  return { ok: false, reason, detail }
}

function versions(offered: number, floor: Floor): string {
  return `${offered} / ${floor.version}`
}

interface Named {
  readonly tenant: string
  readonly environment?: string | undefined
}

function isOurs(document: Named, root: Root): boolean {
  return document.tenant === root.tenant && document.environment === root.environment
}

function nameOf({ tenant, environment = '' }: Named): string {
  return `${tenant}/${environment}`.slice(0, 500)
}

function isOlder(version: string, least: string): boolean {
  const [own, asked] = [version, least].map((text) => text.split('.').map(Number))
  for (let index = 0; index < 4; index++) {
    const difference = (own?.[index] ?? 0) - (asked?.[index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
