import { describe, expect, test } from 'vitest'
import { flush } from '../../background/audit/flush.ts'
import { readValue } from '../../background/db/values.ts'
import { json, problem } from '../support/fake-answers.ts'
import { settled, until } from '../support/worker-world.ts'
import type { World } from '../support/worker-world.ts'
import { bigSave, enrolledWorld, mail, recorded } from './build-world.ts'

const events = '/v1/events'

/** A world whose outbox holds three events the server has not seen. */
async function backlog(): Promise<{ world: World; ids: string[] }> {
  const { world, page } = await enrolledWorld()
  await until(() => recorded(world).length === 2, 'enrolment recorded')
  world.server.goDown()
  // Another record: the same one started again at once would take over the hold before it.
  const other = { ...bigSave(30_000), record: { type: 'sale.opportunity', ids: ['13'] } }
  for (const action of [bigSave(), mail(), other]) {
    const hold = page.hold(action)
    await until(() => page.told('hold.decided', hold).length > 0)
  }
  await settled()
  const rows = await world.current().worker.db.outbox.orderBy('sequence').toArray()
  world.server.isUp = true
  return { world, ids: rows.map(({ id }) => id) }
}

async function unsent(world: World): Promise<number> {
  return world.current().worker.db.outbox.count()
}

describe('outbox', () => {
  test('J6 what happened while the server was away arrives once, in order', async () => {
    const { world, ids } = await backlog()
    expect(ids).toHaveLength(3)
    await flush(world.current().worker, true)
    expect(world.server.events.slice(2).map(({ id }) => id)).toEqual(ids)
    expect(await unsent(world)).toBe(0)
  })

  test('an answer that got lost makes a duplicate at most, never a second event', async () => {
    const { world, ids } = await backlog()
    world.server.overrides.set(events, [
      async (request) => {
        await world.server.handle(`${world.server.url}${events}`, {
          method: 'POST',
          headers: request.headers,
          body: JSON.stringify(request.body),
        })
        throw new TypeError('line broke')
      },
    ])
    await flush(world.current().worker, true)
    expect(await unsent(world)).toBe(3)
    await flush(world.current().worker, true)
    expect(world.server.events.slice(2).map(({ id }) => id)).toEqual(ids)
    expect(await unsent(world)).toBe(0)
  })

  test.each([
    ['PROOF_NEEDED', 'online'],
    ['PROOF_REFUSED', 'online'],
    ['KEY_REFUSED', 'signed out'],
  ])('%s keeps what was recorded, and leaves the browser %s', async (code, left) => {
    const { world, ids } = await backlog()
    world.server.overrides.set(events, [() => problem(401, code)])
    const { worker } = world.current()
    await flush(worker, true)
    expect(await unsent(world)).toBe(3)
    expect((await readValue(worker.db, 'flush'))?.paused).toBe(left === 'signed out')
    await flush(worker, true)
    expect(world.server.events.slice(2).map(({ id }) => id)).toEqual(left === 'online' ? ids : [])
  })

  test('a poison item moves to the visible list and holds up nobody', async () => {
    const { world, ids } = await backlog()
    world.server.poison.add(ids[1] ?? '')
    await flush(world.current().worker, true)
    expect(world.server.events.slice(2).map(({ id }) => id)).toEqual([ids[0], ids[2]])
    const letters = await world.current().worker.db.deadLetters.toArray()
    expect(letters.map(({ id, reason }) => [id, reason])).toEqual([[ids[1], 'EVENT_INVALID']])
  })

  test('a batch refused as a whole is sent one by one, and only the culprit is put aside', async () => {
    const { world, ids } = await backlog()
    const refuse = () => problem(422, 'BODY_INVALID')
    world.server.overrides.set(events, [refuse, refuse])
    await flush(world.current().worker, true)
    expect(world.server.events.slice(2).map(({ id }) => id)).toEqual([ids[1], ids[2]])
    const letters = await world.current().worker.db.deadLetters.toArray()
    expect(letters.map(({ id, reason }) => [id, reason])).toEqual([[ids[0], 'BODY_INVALID']])
  })

  test('413 halves the batch', async () => {
    const { world, ids } = await backlog()
    const sizes: number[] = []
    world.server.overrides.set(events, [
      (request) => {
        sizes.push((request.body as { events: unknown[] }).events.length)
        return problem(413, 'BODY_TOO_LARGE')
      },
    ])
    const before = world.server.calls.length
    await flush(world.current().worker, true)
    expect(sizes).toEqual([3])
    expect(world.server.calls.slice(before).filter((call) => call === `POST ${events}`)).toHaveLength(4)
    expect(world.server.events.slice(2).map(({ id }) => id)).toEqual(ids)
  })

  test.each([
    ['an empty 200', () => json(200, {})],
    ['a 200 without a body', () => new Response(null, { status: 200 })],
    ['a 200 that names nobody', () => json(200, { receipts: [], contiguousTo: 9 })],
    [
      'a 200 that names others',
      () => json(200, { receipts: [{ id: 'x', outcome: 'accepted', reason: null }], contiguousTo: 9 }),
    ],
    ['a page of a proxy', () => new Response('<html>', { status: 200 })],
  ])('%s deletes nothing', async (_name, answer) => {
    const { world } = await backlog()
    world.server.overrides.set(events, [answer])
    await flush(world.current().worker, true)
    expect(await unsent(world)).toBe(3)
    const row = await world.current().worker.db.outbox.orderBy('sequence').first()
    expect(row?.state).toBe('pending')
  })

  test('401 pauses, keeps everything, and says that this device is signed out', async () => {
    const { world } = await backlog()
    world.server.overrides.set(events, [() => problem(401, 'SIGN_IN_REQUIRED')])
    await flush(world.current().worker, true)
    const before = world.server.calls.length
    await flush(world.current().worker, true)
    expect(world.server.calls).toHaveLength(before)
    expect(await unsent(world)).toBe(3)
    const status = await world.current().browser.sendMessage(
      { type: 'status.read' },
      {
        id: world.current().browser.api.runtime.id,
        url: 'chrome-extension://x/options.html',
        origin: 'chrome-extension://x',
        frameId: 0,
        tab: { id: 5 },
      },
    )
    expect(status).toMatchObject({ problem: 'SIGNED_OUT', unsent: 3 })
  })

  test.each([
    ['seconds', '120'],
    ['an HTTP date', new Date(Date.UTC(2026, 5, 10, 10, 2)).toUTCString()],
  ])('Retry-After in %s is kept', async (_form, value) => {
    const { world } = await backlog()
    world.server.overrides.set(events, [() => problem(503, 'BUSY', { 'retry-after': value })])
    const { worker } = world.current()
    await flush(worker, true)
    const count = () => world.server.calls.filter((call) => call === `POST ${events}`).length
    const before = count()
    world.clock.now += 119_000
    await flush(worker)
    expect(count()).toBe(before)
    world.clock.now += 1001
    await flush(worker)
    expect(count()).toBe(before + 1)
    expect(await unsent(world)).toBe(0)
  })

  test('never gives up, however often the server fails', async () => {
    const { world, ids } = await backlog()
    const { worker } = world.current()
    world.server.overrides.set(
      events,
      Array.from({ length: 40 }, () => () => problem(500, 'BROKEN')),
    )
    for (let round = 0; round < 40; round++) await flush(worker, true)
    expect(await unsent(world)).toBe(3)
    await flush(worker, true)
    expect(world.server.events.slice(2).map(({ id }) => id)).toEqual(ids)
  })

  test('a batch another worker has under way is left alone until its lease ends', async () => {
    const { world, ids } = await backlog()
    const { worker } = world.current()
    const first = await worker.db.outbox.orderBy('sequence').first()
    await worker.db.outbox.update(first?.sequence ?? 0, {
      state: 'inflight',
      leaseUntil: world.clock.now + 30_000,
    })
    await flush(worker, true)
    expect(world.server.events).toHaveLength(2)
    world.clock.now += 30_000
    await flush(worker, true)
    expect(world.server.events.slice(2).map(({ id }) => id)).toEqual(ids)
  })

  test('a batch of a worker that was stopped is taken again when its lease ends, with no new event', async () => {
    const { world, ids } = await backlog()
    const { worker } = world.current()
    const first = await worker.db.outbox.orderBy('sequence').first()
    const lease = { state: 'inflight', leaseUntil: world.clock.now + 30_000 } as const
    await worker.db.outbox.update(first?.sequence ?? 0, lease)
    const putOff: { milliseconds: number; task: () => void }[] = []
    const later = (milliseconds: number, task: () => void) => void putOff.push({ milliseconds, task })
    await flush({ ...worker, environment: { ...worker.environment, later } }, true)
    expect(putOff.map(({ milliseconds }) => milliseconds)).toEqual([30_000])
    world.clock.now += 30_000
    putOff[0]?.task()
    await until(() => world.server.events.length === 5)
    expect(world.server.events.slice(2).map(({ id }) => id)).toEqual(ids)
  })
})
