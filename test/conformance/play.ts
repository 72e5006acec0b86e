import { readValue } from '../../background/db/values.ts'
import { keepUp } from '../../background/fleet/keep-up.ts'
import { pullBundle } from '../../background/policy/pull.ts'
import { refreshSlices } from '../../background/policy/slices.ts'
import type { AuditEvent } from '../../protocol/audit/event.ts'
import { buildPolicy } from '../background/build-world.ts'
import { createWorld, optionsSender, settled, until } from '../support/worker-world.ts'
import type { World } from '../support/worker-world.ts'
import type { ConformanceCase } from './cases.ts'
import { lies } from './lies.ts'
import type { Scene } from './lies.ts'
import type { openLyingServer, Stage } from './lying-server.ts'

const month = 30 * 86_400_000
const stopped = ['agent:*']

/** What the client did with one lie, and after it. */
export interface Played {
  /** Events since the lie began, as `type code`. */
  readonly recorded: readonly string[]
  readonly during: InForce
  readonly before: InForce
  readonly after: InForce
}
interface InForce {
  readonly version: number | undefined
  readonly killed: readonly string[]
}

/** The real worker against a real HTTP server, over the whole of a case: honest, lying, honest again. */
export async function play(
  one: ConformanceCase,
  server: Awaited<ReturnType<typeof openLyingServer>>,
): Promise<Played> {
  const world = createWorld(buildPolicy({ version: 7 }), fetch)
  world.server.url = server.url
  const stage: Stage = { server: world.server, lie: null, scene: null }
  server.show(stage)
  const { trust, latest, earlier } = await makeCurrent(world, one)
  const payload = world.server.payload
  const lie = lies[one.attack]
  if (!lie) throw new Error(`nobody lies about "${one.attack}"`)
  const scene: Scene = {
    ...{ trust, payload, earlier, latest, figure: one.figure ?? 0 },
    now: () => world.clock.now + world.clock.serverAhead,
    next: JSON.stringify(buildPolicy({ version: 9 })),
  }
  const before = await inForce(world)
  const known = new Set((await eventsOf(world)).map(({ id }) => id))

  // From here on the server lies.
  if (one.attack === 'root hop withheld') for (let hop = 0; hop < scene.figure; hop++) trust.rotate(['root'])
  if (one.attack === 'timestamp replayed') moveClock(world, scene.figure)
  world.server.payload = lie.publishes?.(scene) ?? scene.next
  Object.assign(stage, { lie, scene })
  if (one.phase === 'restarted') {
    world.kill(world.current())
    world.start()
    await until(() => world.current().worker.trusted, 'a start')
  }
  await pullBundle(world.current().worker)
  const during = await inForce(world)
  const recorded = (await eventsOf(world))
    .filter(({ id }) => !known.has(id))
    .map(({ type, detail: { reason } }) => `${type} ${typeof reason === 'string' ? reason : ''}`.trim())

  // And now it tells the truth again.
  Object.assign(stage, { lie: null })
  world.server.payload = JSON.stringify(buildPolicy({ version: 10 }))
  await pullBundle(world.current().worker)
  const after = await inForce(world)
  world.kill(world.current())
  return { recorded, before, during, after }
}

/** Enrolled, at its second bundle, with one agent stopped, in the phase of the case. */
async function makeCurrent(world: World, { phase }: ConformanceCase) {
  const { server } = world
  const { trust } = server
  world.start()
  const ask = { type: 'device.enrol', serverUrl: server.url, code: server.code }
  const reply = await world.current().browser.sendMessage(ask, optionsSender)
  if (!(reply as { ok: boolean }).ok) throw new Error(JSON.stringify(reply))
  const { worker } = world.current()
  const first = server.payload
  const earlier = { payload: first, answer: trust.answer(first, new URLSearchParams('root=1')) }
  if (phase === 'rotated')
    for (const roles of [
      ['timestamp', 'bundle'],
      ['root', 'stop'],
    ] as const)
      trust.rotate(roles)
  trust.stop(stopped)
  server.payload = JSON.stringify(buildPolicy({ version: 8 }))
  await pullBundle(worker)
  // What the start set going comes to an end, so that the last answer taken is known.
  await keepUp(worker)
  await settled()
  await pullBundle(worker)
  const stored = await readValue(worker.db, 'timestamp')
  const answer = trust.answer(server.payload, new URLSearchParams('root=1'))
  const latest = { ...answer, roots: [], timestamp: stored?.envelope ?? answer.timestamp }
  if (phase === 'expired') world.clock.now += month
  return { trust, latest, earlier }
}

function moveClock(world: World, by: number): void {
  world.clock.now += by
  world.clock.serverAhead -= by
}

async function inForce(world: World): Promise<InForce> {
  const { worker } = world.current()
  await refreshSlices(worker)
  return {
    version: worker.active?.bundle.version,
    killed: worker.active?.slices.get('tryton')?.slice.killed ?? [],
  }
}

async function eventsOf(world: World): Promise<readonly AuditEvent[]> {
  const waiting = await world.current().worker.db.outbox.toArray()
  return [...world.server.events, ...waiting.map(({ event }) => event)]
}
