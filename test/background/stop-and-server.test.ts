import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Action } from '../../policy/action.ts'
import { killStateSchema } from '../../protocol/http/trust.ts'
import type { KillState } from '../../protocol/http/trust.ts'
import { buildAction, buildBundle, buildField } from '../policy/build.ts'
import { signIn } from '../support/console-session.ts'
import type { ConsoleSession } from '../support/console-session.ts'
import { openPage } from '../support/rep.ts'
import { startServerProcess } from '../support/server-process.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { createWorld, optionsSender, until } from '../support/worker-world.ts'
import type { World } from '../support/worker-world.ts'

let server: ServerProcess
let folder: string
let admin: ConsoleSession
let approver: ConsoleSession

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-stop-'))
  server = await startServerProcess(folder)
  admin = await signIn(server.url, 'admin@example.test')
  approver = await signIn(server.url, 'approver@example.test')
}, 60_000)
afterAll(async () => {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

async function enrolled(): Promise<World> {
  const world = createWorld(buildBundle(), fetch)
  world.clock.now = Date.now()
  world.start()
  const code = server.development.enrolmentCode
  const enrol = { type: 'device.enrol', serverUrl: server.url, code }
  expect(await world.current().browser.sendMessage(enrol, optionsSender)).toMatchObject({ ok: true })
  return world
}

async function answered(response: Response): Promise<KillState> {
  expect(response.status, await response.clone().text()).toBe(200)
  return killStateSchema.parse(await response.json())
}
const stop = async (scope: string) =>
  answered(await admin.post('/v1/kills', { scope, reason: 'It writes to everybody.' }))
async function restart(scope: string): Promise<KillState> {
  const asked = await answered(await admin.post('/v1/kills/restarts', { scope, reason: 'Mended.' }))
  const { id } = asked.restarts.find((one) => one.scope === scope) ?? { id: '' }
  return answered(await approver.post(`/v1/kills/restarts/${id}/confirmation`, {}))
}

/** A save that the starter policy lets everybody do. */
const save = (patch: Partial<Action> = {}) =>
  buildAction({ fields: [buildField({ before: 10_000, after: 10_001 })], ...patch })
const byAgent = save({ actor: 'agent', trigger: 'script' })
const other = save({ record: { type: 'sale.opportunity', ids: ['13'] } })

describe('a stop at the console and the browser', () => {
  test.each<[scope: string, stopped: Action, goesOn: Action | null]>([
    ['tenant', save(), null],
    ['integration:tryton', save(), null],
    ['campaign:sale.opportunity/12', save(), other],
    ['agent:*', byAgent, save()],
  ])('F55 S121 %s is stopped by one person, holds in the browser, and two restart it', async (...row) => {
    const [scope, stopped, goesOn] = row
    const world = await enrolled()
    const page = openPage(world)
    await until(() => page.told('slice.changed').length > 0, 'a slice')
    const codes = async (action: Action) => {
      const hold = page.hold(action)
      const told = await until(() => page.told('hold.decided', hold)[0], 'a decision')
      return [told.decision.effect, ...told.decision.reasons.map(({ code }) => code)]
    }
    const killed = () => page.told('slice.changed').at(-1)?.slice.killed ?? []

    await stop(scope)
    await until(() => killed().includes(scope), 'a slice that knows of the stop, by the stream')
    expect(await codes(stopped)).toEqual(expect.arrayContaining(['refuse', 'KILLED']))
    if (goesOn) expect(await codes(goesOn)).not.toContain('KILLED')

    const { latest, stops } = await until(async () => {
      // A fleet says so over some time, and this world's clock stands still.
      world.retry()
      const state = killStateSchema.parse(await (await admin.get('/v1/kills')).json())
      return state.latest?.stopped === state.latest?.devices ? state : null
    }, 'the report of every browser')
    expect(latest?.p99, 'F56 the time to stop is measured').toBeGreaterThanOrEqual(0)
    expect(stops.every(({ ms }) => ms !== null)).toBe(true)

    await restart(scope)
    await until(() => !killed().includes(scope), 'a slice without the stop')
    expect(await codes(stopped)).not.toContain('KILLED')
    // Revoked, because a browser that is gone would be waited for by the next stop.
    const device = (await world.current().worker.db.values.get('enrolment'))?.value as { device: string }
    await admin.post(`/v1/devices/${device.device}/revocation`, {})
    world.kill(world.current())
  })

  test('a known stop outlives the worker and the server: it needs neither to hold', async () => {
    const world = await enrolled()
    const page = openPage(world)
    await until(() => page.told('slice.changed').length > 0, 'a slice')
    await stop('tenant')
    await until(() => page.told('slice.changed').at(-1)?.slice.killed.includes('tenant'), 'the stop')
    await server.kill()
    world.kill(world.current())
    world.start()
    page.connect()
    const hold = page.hold(save())
    const told = await until(() => page.told('hold.decided', hold)[0], 'a decision')
    expect(told.decision.reasons.map(({ code }) => code)).toContain('KILLED')
    world.kill(world.current())
  })
})
