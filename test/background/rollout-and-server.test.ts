import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { flush } from '../../background/audit/flush.ts'
import { keepUp } from '../../background/fleet/keep-up.ts'
import { policySchema } from '../../policy/bundle.ts'
import type { Policy } from '../../policy/bundle.ts'
import { keepRollouts } from '../../server/features/rollouts/keep-rollouts.ts'
import { keepTrust } from '../../server/features/signing/keep-trust.ts'
import { buildAction, buildBundle, buildField, buildRule } from '../policy/build.ts'
import { proofBook } from '../../server/features/identity/proof-of-possession.ts'
import { openHarness } from '../server/harness.ts'
import type { Harness, Someone } from '../server/harness.ts'
import { closeSharedStore } from '../server/stores.ts'
import { openPage, openPanel } from '../support/rep.ts'
import { createWorld, optionsSender, until } from '../support/worker-world.ts'
import type { World } from '../support/worker-world.ts'

const { tenant: _t, environment: _e, version: _v, issuedAt: _i, ...rest } = buildBundle()
const { notAfter: _n, previous: _p, killed: _k, ...fields } = rest
const good: Policy = policySchema.parse(fields)
/** Asks for a reason whatever is saved: nobody meant it like that. */
const bad: Policy = {
  ...good,
  rules: [buildRule('override-reason', { when: 'always' }, { id: 'bad', workflows: ['opportunity-update'] })],
}

describe('a rollout and the browsers', () => {
  let harness: Harness
  let tenant: string
  let alex: Someone
  let ahead = 0
  const worlds: World[] = []
  beforeAll(async () => {
    harness = await openHarness(() => new Date(Date.now() + ahead), {
      proofs: proofBook(() => 'http://127.0.0.1:4600'),
    })
    tenant = await harness.tenant(good)
    alex = await harness.atConsole(tenant, 'alex', ['admin'])
  })
  afterAll(async () => {
    for (const world of worlds) world.kill(world.current())
    await harness.close()
    await closeSharedStore()
  })

  /** The real worker, asking the real server; without a stream, so that polling alone must do it. */
  async function browserOf(name: string, groups: string[]): Promise<World> {
    await harness.atConsole(tenant, name, ['rep'], groups)
    const { code } = (await alex.ask('POST', '/v1/enrolment-codes', { email: `${name}@example.test` })).body
    const world = createWorld(buildBundle(), async (input, init) => {
      const { pathname, search } = new URL(new Request(input).url)
      if (pathname === '/v1/stream') throw new TypeError('Failed to fetch')
      const answer = await harness.app.inject({
        method: (init?.method ?? 'GET') as 'GET',
        url: pathname + search,
        headers: Object.fromEntries(new Headers(init?.headers)),
        ...(typeof init?.body === 'string' && { payload: init.body }),
      })
      const isEmpty = answer.statusCode === 204 || answer.statusCode === 304
      return new Response(isEmpty ? null : answer.body, {
        status: answer.statusCode,
        headers: answer.headers as Record<string, string>,
      })
    })
    worlds.push(world)
    world.clock.now = Date.now() + ahead
    world.start()
    const enrol = { type: 'device.enrol', serverUrl: 'http://127.0.0.1:4600', code }
    expect(await world.current().browser.sendMessage(enrol, optionsSender)).toMatchObject({ ok: true })
    await until(() => versionOf(world) === 1, `${name} runs version 1`)
    return world
  }
  const versionOf = (world: World) => world.current().worker.active?.bundle.version
  async function poll(): Promise<void> {
    await keepTrust(harness.parts, tenant)
    for (const world of worlds) {
      world.clock.now = Date.now() + ahead
      await keepUp(world.current().worker)
      await flush(world.current().worker, true)
    }
  }
  async function save(world: World, page: ReturnType<typeof openPage>, amount: number): Promise<void> {
    const hold = page.hold(buildAction({ fields: [buildField({ after: amount })] }))
    const told = await until(() => page.told('hold.decided', hold)[0], 'a decision')
    if (told.decision.effect === 'allow') return
    const panel = openPanel(world, hold)
    await until(() => panel.latest(), 'the panel')
    panel.say({ type: 'override.given', hold, rule: 'bad', code: 'customer-said', text: '' })
    await until(
      () => page.ran.some((one) => one.hold === hold) || panel.latest()?.state === 'ready',
      'a way on',
    )
  }

  test('F75 a bad rule in the first ring is halted by what its people do; the second ring never runs it', async () => {
    const pilot = await browserOf('pia', ['pilot'])
    const second = await browserOf('otto', [])
    const rollout = { group: 'pilot', shares: [50], hours: 1 }
    const started = await alex.ask('POST', '/v1/policy/versions', {
      basedOn: 1,
      note: '',
      policy: bad,
      rollout,
    })
    expect(started.status, JSON.stringify(started.body)).toBe(201)
    await poll()
    expect([versionOf(pilot), versionOf(second)]).toEqual([2, 1])

    const [atPilot, atSecond] = [openPage(pilot), openPage(second)]
    for (let saved = 0; saved < 9; saved++) {
      await save(pilot, atPilot, 20_000 + saved)
      await save(second, atSecond, 20_000 + saved)
    }
    await poll()
    ahead += 120_000
    await keepRollouts(harness.parts, tenant)
    const { rollout: halted } = (await alex.ask('GET', '/v1/policy/rollout')).body
    expect(halted).toMatchObject({
      state: 'halted',
      halt: { cause: { measure: 'overrides', ring: { bad: 9, of: 9 }, others: { bad: 0, of: 9 } } },
    })

    // The hour of the schedule passes, twice; the worker is ended and starts anew.
    for (const hours of [1, 2]) {
      ahead += hours * 3_600_000
      await keepRollouts(harness.parts, tenant)
      await poll()
    }
    second.kill(second.current())
    second.start()
    await poll()
    expect([versionOf(pilot), versionOf(second)]).toEqual([2, 1])
    expect(leaseOf(second), 'served a fresh timestamp all along').toBe('fresh')
    expect(leaseOf(pilot)).toBe('fresh')

    expect((await alex.ask('POST', `/v1/policy/rollouts/${halted.id}/return`, {})).status).toBe(200)
    await poll()
    expect([versionOf(pilot), versionOf(second)]).toEqual([3, 3])
    const ran = async (world: World) =>
      (await world.current().worker.db.bundles.toArray()).map(({ version }) => version)
    expect(await ran(pilot)).toEqual([1, 2, 3])
    expect(await ran(second), 'the bad rule was never there').toEqual([1, 3])
    const refused = (await harness.events(alex)).filter(({ type }) => /^policy\..*reject|equivoc/.test(type))
    expect(refused, 'nobody took any of it for an attack').toEqual([])
  })

  const leaseOf = (world: World) =>
    [...(world.current().worker.active?.slices.values() ?? [])].map(({ slice }) => slice.lease)[0]
})
