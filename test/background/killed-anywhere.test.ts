import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { canonical } from '../../policy/canonical.ts'
import type { Json } from '../../policy/canonical.ts'
import { askedFor, openPanel } from '../support/rep.ts'
import { settled, until } from '../support/worker-world.ts'
import type { World } from '../support/worker-world.ts'
import { buildRule } from '../policy/build.ts'
import { bigSave, buildPolicy, enrolledWorld, mail, recorded } from './build-world.ts'

/** Ended at every n-th step: all of them would take minutes, and neighbours die of the same. */
const stride = Number(process.env['KILL_STRIDE'] ?? 11)

let complaints: string[] = []
beforeEach(() => {
  complaints = []
  vi.spyOn(console, 'error').mockImplementation((...said: unknown[]) => {
    const text = said.join(' ')
    // What an ended worker says on its way out is no complaint.
    if (!/Killed|AbortError|DatabaseClosed|TransactionInactive/.test(text)) complaints.push(text)
  })
})
afterEach(() => {
  vi.restoreAllMocks()
})

describe('a worker ended at any await', () => {
  test('J7 F65 asks, spends and runs exactly once, and every event arrives once, in order, in one chain', async () => {
    const whole = await playApproval(Infinity)
    const length = whole.steps
    expect(length).toBeGreaterThan(100)
    for (let killAt = 1; killAt <= length; killAt += stride) {
      const { world, ran } = await playApproval(killAt)
      const told = `ended at step ${killAt} of ${length}`
      expect(ran, told).toBe(1)
      expect(
        [...world.server.requests.values()].filter(({ execution }) => execution !== null),
        told,
      ).toHaveLength(1)
      expectWholeRecord(world, told)
      expect(
        recorded(world).filter((type) => type === 'action.released'),
        told,
      ).toHaveLength(1)
      expect(
        recorded(world).filter((type) => type === 'action.settled'),
        told,
      ).toHaveLength(1)
    }
    expect(complaints).toEqual([])
  }, 300_000)

  test('F21 what is not to be asked again is kept with its event or not at all, and every pass names it', async () => {
    const { steps: length } = await playMemory(Infinity)
    for (let killAt = 1; killAt <= length; killAt += stride) {
      const { world, ran } = await playMemory(killAt)
      const told = `ended at step ${killAt} of ${length}`
      expect(ran, told).toBe(2)
      expectWholeRecord(world, told)
      const named = (type: string) => world.server.events.filter((event) => event.type === type)
      const [given, ...more] = named('override.given')
      expect(more, told).toEqual([])
      const memory = given?.detail['memory'] as { id: string } | undefined
      expect(
        named('override.remembered').map(({ detail }) => detail['memory']),
        told,
      ).toEqual([memory?.id])
    }
    expect(complaints).toEqual([])
  }, 300_000)

  test('sends one reviewed e-mail', async () => {
    const { steps: length } = await playReview(Infinity)
    for (let killAt = 1; killAt <= length; killAt += stride) {
      const { world, ran } = await playReview(killAt)
      expect(ran, `ended at step ${killAt} of ${length}`).toBe(1)
      expectWholeRecord(world, `ended at step ${killAt} of ${length}`)
    }
    expect(complaints).toEqual([])
  }, 300_000)
})

/** A reason that is not to be asked again, then the same gesture a second time. */
async function playMemory(killAt: number) {
  const why = buildRule(
    'override-reason',
    { when: 'always' },
    { id: 'why', workflows: ['opportunity-update'] },
  )
  const { world, page } = await enrolledWorld(buildPolicy({ rules: [why] }))
  const from = mortalFrom(world, killAt)
  const hold = page.hold(bigSave(11_000))
  await live(world, [page], () => page.told('hold.decided', hold).length > 0)
  const panel = openPanel(world, hold)
  const remember = { scope: 'record', ends: 'day' } as const
  await live(world, [page, panel], () => {
    const view = panel.latest()
    if (isNew(view) && view.state === 'waiting')
      panel.say({ type: 'override.given', hold, rule: 'why', code: 'customer-said', text: '', remember })
    if (isNew(view) && view.state === 'ready') panel.say({ type: 'hold.resumed', hold })
    return page.ran.length > 0
  })
  page.hold(bigSave(12_000))
  await live(world, [page, panel], () => page.ran.length > 1)
  return finish(world, from, [page, panel], page.ran)
}

/** Journey 3 by a rep and an approver who do again what visibly did not happen. */
async function playApproval(killAt: number) {
  const { world, page } = await enrolledWorld()
  const from = mortalFrom(world, killAt)
  const hold = page.hold(bigSave())
  await live(world, [page], () => page.told('hold.decided', hold).length > 0)
  const panel = openPanel(world, hold)
  await live(world, [page, panel], () => {
    const view = panel.latest()
    if (isNew(view) && view.state === 'waiting' && !view.approval && !view.approvalUnsent)
      panel.say(askedFor(hold))
    return view?.approval?.state === 'pending'
  })
  const request = [...world.server.requests.keys()][0] ?? ''
  expect(world.server.requests.size).toBe(1)
  world.server.decide(request, 'approved', world.clock.now)
  world.clock.now += 6000
  await live(world, [page, panel], () => panel.latest()?.state === 'ready')
  await live(world, [page, panel], () => {
    const view = panel.latest()
    if (isNew(view) && view.state === 'ready') panel.say({ type: 'hold.resumed', hold })
    return page.ran.length > 0
  })
  return finish(world, from, [page, panel], page.ran)
}

async function playReview(killAt: number) {
  const { world, page } = await enrolledWorld()
  const from = mortalFrom(world, killAt)
  const hold = page.hold(mail())
  await live(world, [page], () => page.told('hold.decided', hold).length > 0)
  const panel = openPanel(world, hold)
  await live(world, [page, panel], () => {
    const view = panel.latest()
    if (isNew(view) && view.state === 'waiting')
      panel.say({ type: 'review.completed', hold, rule: 'review', tickedAfterMs: 9000, scrolledToEnd: true })
    if (isNew(view) && view.state === 'ready') panel.say({ type: 'hold.resumed', hold })
    return page.ran.length > 0
  })
  return finish(world, from, [page, panel], page.ran)
}

async function finish(world: World, from: () => number, ends: Connecting[], ran: readonly unknown[]) {
  await settled()
  const steps = from()
  await live(
    world,
    ends,
    () => recorded(world).includes('action.settled'),
    () => {
      // A batch under way when the worker ended waits for its lease.
      world.clock.now += 31_000
      world.current().browser.onAlarm.emit({ name: 'keep-up' })
    },
  )
  for (let round = 0; round < 3; round++) {
    await world.advance(31_000)
    await live(world, ends, () => true)
    await settled()
  }
  return { world, ran: ran.length, steps }
}

/** Ends the running worker `killAt` steps from now, and counts them. */
function mortalFrom(world: World, killAt: number): () => number {
  const life = world.current()
  const first = life.steps
  life.killAt = first + killAt
  return () => life.steps - first
}

interface Connecting {
  isConnected(): boolean
  connect(): void
}

/** As in a browser: whoever lost its port connects again, which starts the worker. */
async function live(world: World, ends: Connecting[], isDone: () => boolean, push = () => {}): Promise<void> {
  await until(async () => {
    for (const end of ends) if (!end.isConnected()) end.connect()
    if (isDone()) return true
    for (let index = 0; index < 5; index++) await settled()
    push()
    world.retry()
    return isDone()
  }, 'the next step of the journey')
}

const answered = new WeakSet<object>()

/** A person acts on what is on the screen, once; after a reconnect it is shown again. */
function isNew<View extends object>(view: View | undefined): view is View {
  if (view === undefined || answered.has(view)) return false
  answered.add(view)
  return true
}

function expectWholeRecord(world: World, told: string): void {
  const { events } = world.server
  expect(
    events.map(({ sequence }) => sequence),
    told,
  ).toEqual(events.map((_, index) => index + 1))
  expect(new Set(events.map(({ id }) => id)).size, told).toBe(events.length)
  for (const [index, event] of events.entries()) {
    const before = events[index - 1]
    const chained = before
      ? createHash('sha256')
          .update(canonical(before as unknown as Json))
          .digest('hex')
      : null
    expect(event.previous, told).toBe(chained)
  }
}
