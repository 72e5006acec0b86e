import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flush } from '../../background/audit/flush.ts'
import { buildBundle } from '../policy/build.ts'
import { signIn } from '../support/console-session.ts'
import { askedFor, openPage, openPanel } from '../support/rep.ts'
import { startServerProcess } from '../support/server-process.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { createWorld, optionsSender, until } from '../support/worker-world.ts'
import type { World } from '../support/worker-world.ts'
import { bigSave } from './build-world.ts'

let server: ServerProcess
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-server-'))
  server = await startServerProcess(folder)
}, 60_000)
afterAll(async () => {
  await server.kill()
  await rm(folder, { recursive: true, force: true })
})

async function realWorld(): Promise<World> {
  // The bundle given here is the fake server's; this world asks the real one.
  const world = createWorld(buildBundle(), fetch)
  world.clock.now = Date.now()
  world.start()
  const reply = await world
    .current()
    .browser.sendMessage(
      { type: 'device.enrol', serverUrl: server.url, code: server.development.enrolmentCode },
      optionsSender,
    )
  expect(reply).toMatchObject({ ok: true, status: { enrolled: true, connection: 'online', lease: 'fresh' } })
  return world
}

describe('worker and server', () => {
  test('J3 enrol, hold, request, approve at the console, run once; the record is whole', async () => {
    const world = await realWorld()
    const page = openPage(world)
    await until(() => page.told('slice.changed').length > 0, 'a slice')
    const action = bigSave(9_000_000)
    const hold = page.hold(action)
    await until(() => page.told('hold.decided', hold)[0], 'a decision')
    const panel = openPanel(world, hold)
    await until(
      () => panel.latest()?.decision.obligations.some(({ kind }) => kind === 'approval'),
      'an approval due',
    )
    panel.say(askedFor(hold))
    const asked = await until(() => panel.latest()?.approval, 'the request')
    expect(asked.state).toBe('pending')
    expect(asked.digest).toBe(panel.latest()?.digest)

    const approver = await signIn(server.url, 'approver@example.test')
    const decided = await approver.post(`/v1/approval-requests/${asked.id}/decision`, {
      decision: 'approve',
      digest: asked.digest,
      note: 'Seen.',
    })
    expect(decided.status, await decided.clone().text()).toBe(200)
    world.clock.now += 6000
    await until(() => panel.latest()?.state === 'ready', 'ready, by the stream')
    panel.say({ type: 'hold.resumed', hold })
    await until(() => panel.latest()?.state === 'done', 'done')
    expect(page.ran).toHaveLength(1)

    const { worker } = world.current()
    await flush(worker, true)
    await until(async () => (await worker.db.outbox.count()) === 0, 'everything sent')
    expect(await worker.db.deadLetters.toArray()).toEqual([])
    world.kill(world.current())
  })

  test('J6 the server goes away and comes back: what happened meanwhile arrives', async () => {
    const world = await realWorld()
    const page = openPage(world)
    await until(() => page.told('slice.changed').length > 0, 'a slice')
    await server.kill()
    const hold = page.hold(bigSave(9_000_000))
    await until(() => page.told('hold.decided', hold)[0], 'a decision without the server')
    const { worker } = world.current()
    await flush(worker, true)
    expect(await worker.db.outbox.count()).toBeGreaterThan(0)
    await server.start()
    await flush(worker, true)
    await until(async () => (await worker.db.outbox.count()) === 0, 'everything sent')
    expect(await worker.db.deadLetters.toArray()).toEqual([])
    world.kill(world.current())
  }, 40_000)
})
