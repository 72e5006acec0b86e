import { setTimeout as pause } from 'node:timers/promises'
import type { ConsoleSession } from '../console-session.ts'
import type { Fleet } from './fleet.ts'
import type { Told } from './fleet-client.ts'

export interface Spread {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly last: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right)
  const at = (share: number) =>
    Math.round(sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Infinity)
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), last: at(1) }
}

const now = () => performance.timeOrigin + performance.now()

/** Waits for what every client of the fleet must have told; a limit against hanging only. */
export async function everyClient(
  fleet: Fleet,
  is: (told: Told) => boolean,
  limitMs = 120_000,
): Promise<readonly Told[]> {
  for (const deadline = now() + limitMs; ; await pause(100)) {
    const first = new Map<number, Told>()
    for (const told of fleet.told) if (is(told) && !first.has(told.client)) first.set(told.client, told)
    const wrong = fleet.told.find((told) => told.kind === 'wrong')
    if (wrong?.kind === 'wrong') throw new Error(`client ${wrong.client}: ${wrong.why}`)
    if (first.size >= fleet.size) return [...first.values()]
    if (now() > deadline) throw new Error(`only ${first.size} of ${fleet.size}`)
  }
}

/** From the press of the button to each client that obeys, for each of some stops. */
export async function stopRounds(fleet: Fleet, admin: ConsoleSession, rounds: number, tag: string) {
  const spreads: Spread[] = []
  for (let round = 0; round < rounds; round++) {
    fleet.forget()
    const at = now()
    const answer = await admin.post('/v1/kills', {
      scope: `campaign:opportunity/${tag}${round}`,
      reason: 'A round.',
    })
    if (answer.status !== 200) throw new Error(`stop: ${answer.status} ${await answer.text()}`)
    const stopped = await everyClient(fleet, ({ kind }) => kind === 'stopped')
    spreads.push(spreadOf(stopped.map((told) => told.at - at)))
    await everyClient(fleet, ({ kind }) => kind === 'reported')
  }
  return spreads
}

/** From the press of the button to the announcement at each client, and to the policy in force there. */
export async function publishRound(fleet: Fleet, admin: ConsoleSession) {
  const { policy, version } = (await (await admin.get('/v1/policy')).json()) as {
    policy: object
    version: number
  }
  fleet.forget()
  const at = now()
  const answer = await admin.post('/v1/policy/versions', { basedOn: version, note: 'A round.', policy })
  if (answer.status !== 201) throw new Error(`publication: ${answer.status} ${await answer.text()}`)
  const of = async (kind: 'announced' | 'active') =>
    spreadOf(
      (await everyClient(fleet, (told) => told.kind === kind && told.number === version + 1)).map(
        (told) => told.at - at,
      ),
    )
  return { announced: await of('announced'), active: await of('active') }
}

/** The most of something in any one second. */
export function peakOf(times: readonly number[]): number {
  const seconds = new Map<number, number>()
  for (const at of times) seconds.set(Math.floor(at / 1000), (seconds.get(Math.floor(at / 1000)) ?? 0) + 1)
  return Math.max(0, ...seconds.values())
}
