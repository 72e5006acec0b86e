import { describe, expect, test } from 'vitest'
import { checkManaged } from '../../background/managed/check-managed.ts'
import type { ExtensionStatus } from '../../protocol/messages/panel-port.ts'
import { createWorld, optionsSender, settled, until } from '../support/worker-world.ts'
import type { World } from '../support/worker-world.ts'
import { buildPolicy, enrolledWorld } from './build-world.ts'

const person = 'rep@example.test'

function fleetOf(world: World): Record<string, unknown> {
  const { server } = world
  return {
    serverUrl: server.url,
    enrolmentToken: `${server.fleetToken}.${server.trust.kit.pin()}`,
    person,
  }
}

function configure(world: World, values: Record<string, unknown>): void {
  world.profile.managed.clear()
  for (const [value, written] of Object.entries(values)) world.profile.managed.set(value, written)
}

async function statusOf(world: World): Promise<ExtensionStatus> {
  return (await world
    .current()
    .browser.sendMessage({ type: 'status.read' }, optionsSender)) as ExtensionStatus
}

const managedOf = async (world: World) => (await statusOf(world)).managed

describe('the configuration of an administrator', () => {
  test('F78 enrols a browser that nobody has touched, for the person it names, and it works under the policy', async () => {
    const world = createWorld(buildPolicy())
    configure(world, fleetOf(world))
    const { worker } = world.start()
    await until(() => worker.active?.bundle.version === 7, 'the policy')
    expect(await statusOf(world)).toMatchObject({
      enrolled: true,
      person: { email: person },
      managed: { state: 'in-force', problems: [], serverUrl: world.server.url },
    })
  })

  test('that arrives while the worker runs is followed at once', async () => {
    const world = createWorld(buildPolicy())
    const { browser, worker } = world.start()
    await until(async () => (await managedOf(world))?.state === 'none')
    configure(world, fleetOf(world))
    browser.managedChanged.emit()
    await until(() => worker.active?.bundle.version === 7, 'the policy')
  })

  test('that was read before is in force while the browser does not say yet what it is now', async () => {
    const world = createWorld(buildPolicy())
    configure(world, fleetOf(world))
    const { worker } = world.start()
    await until(() => worker.active?.bundle.version === 7, 'the policy')
    world.kill(world.current())
    world.profile.managedAnswers = new Promise(() => {})
    const next = world.start()
    await until(() => next.worker.active?.bundle.version === 7, 'the policy of the last life')
    expect(await managedOf(world)).toMatchObject({ state: 'in-force', serverUrl: world.server.url })
  })

  test('nothing, just after a start, takes nothing away; nothing after that does', async () => {
    const world = createWorld(buildPolicy())
    configure(world, { serverUrl: world.server.url })
    world.start()
    await until(async () => (await managedOf(world))?.state === 'in-force')
    world.kill(world.current())
    configure(world, {})
    const next = world.start()
    await settled()
    expect(await managedOf(world)).toMatchObject({ state: 'in-force' })
    next.browser.managedChanged.emit()
    await until(async () => (await managedOf(world))?.state === 'none')
  })

  test('with a wrong value is shown with that value, and the last good one stays in force', async () => {
    const world = createWorld(buildPolicy())
    const good = { serverUrl: world.server.url, rootFingerprint: world.server.trust.kit.pin() }
    configure(world, good)
    const { browser } = world.start()
    await until(async () => (await managedOf(world))?.state === 'in-force')
    configure(world, { ...good, serverUrl: 'ftp://elsewhere', serverURL: world.server.url })
    browser.managedChanged.emit()
    await until(async () => (await managedOf(world))?.state === 'misconfigured')
    expect(await managedOf(world)).toEqual({
      state: 'misconfigured',
      problems: [
        { value: 'serverUrl', reason: 'INVALID' },
        { value: 'serverURL', reason: 'UNKNOWN' },
      ],
      serverUrl: world.server.url,
    })
    await until(() => browser.badge.text === '!', 'the mark on the icon')
    configure(world, good)
    browser.managedChanged.emit()
    await until(async () => (await managedOf(world))?.state === 'in-force')
  })

  test('F78 with a wrong value from the first moment lets nobody enrol elsewhere by hand', async () => {
    const world = createWorld(buildPolicy())
    configure(world, { serverUrl: 'countersign' })
    world.start()
    const ask = { type: 'device.enrol', serverUrl: world.server.url, code: world.server.code }
    const byHand = () => world.current().browser.sendMessage(ask, optionsSender)
    expect(await byHand()).toEqual({ ok: false, problem: 'MISCONFIGURED' })
    configure(world, { serverUrl: 'https://countersign.example.test' })
    expect(await byHand()).toEqual({ ok: false, problem: 'SERVER_MANAGED' })
    configure(world, { serverUrl: world.server.url })
    expect(await byHand()).toMatchObject({ ok: true })
  })

  test('a token the server refuses is named with its reason, and is not asked for again and again', async () => {
    const world = createWorld(buildPolicy())
    configure(world, {
      ...fleetOf(world),
      enrolmentToken: `FLEET-0000${'-0000'.repeat(5)}.${'0'.repeat(32)}`,
    })
    const { browser } = world.start()
    await until(async () => (await managedOf(world))?.problems.length === 1)
    expect(await managedOf(world)).toMatchObject({
      state: 'misconfigured',
      problems: [{ value: 'enrolmentToken', reason: 'REFUSED', code: 'CODE_UNKNOWN' }],
    })
    const asked = () => world.server.calls.filter((call) => call.endsWith('/v1/enrolments')).length
    await world.advance(60_000)
    expect(asked()).toBe(1)
    // What is mended is tried at once.
    configure(world, fleetOf(world))
    browser.managedChanged.emit()
    await until(async () => (await statusOf(world)).enrolled)
  })

  test('a server that does not answer is no mistake at once, and one when it never does', async () => {
    const world = createWorld(buildPolicy())
    world.server.isUp = false
    configure(world, fleetOf(world))
    world.start()
    const tries = async () => {
      const row = await world.current().worker.db.values.get('managedEnrolment')
      return ((row?.value as { attempt?: number } | undefined)?.attempt ?? -1) + 1
    }
    for (let count = 1; count <= 3; count++) {
      await until(async () => (await tries()) === count, `try ${count}`)
      expect((await managedOf(world))?.state).toBe(count < 3 ? 'in-force' : 'misconfigured')
      if (count < 3) await world.advance(30_000)
    }
    expect((await managedOf(world))?.problems).toMatchObject([{ value: 'serverUrl', reason: 'REFUSED' }])
    world.server.isUp = true
    await world.advance(30_000)
    await until(async () => (await statusOf(world)).enrolled)
  })

  test('F78 a server of another organisation or for another purpose enrols nothing', async () => {
    for (const [differs, value, code] of [
      [{ tenant: 'another' }, 'tenant', 'TENANT_WRONG'],
      [{ environment: 'another' }, 'environment', 'ENVIRONMENT_WRONG'],
      [{ rootFingerprint: '0'.repeat(64) }, 'rootFingerprint', 'ROOT_UNKNOWN'],
    ] as const) {
      const world = createWorld(buildPolicy())
      configure(world, { ...fleetOf(world), ...differs })
      world.start()
      await until(async () => (await managedOf(world))?.problems.length === 1, code)
      expect((await managedOf(world))?.problems).toEqual([{ value, reason: 'REFUSED', code }])
      expect((await statusOf(world)).enrolled).toBe(false)
    }
  })

  test('what it says of a browser that is enrolled otherwise is said, not done', async () => {
    const { world } = await enrolledWorld()
    const { browser } = world.current()
    configure(world, { ...fleetOf(world), person: 'somebody@example.test' })
    browser.managedChanged.emit()
    await until(async () => (await managedOf(world))?.state === 'misconfigured')
    expect((await managedOf(world))?.problems).toEqual([{ value: 'person', reason: 'DIFFERS' }])
    configure(world, { serverUrl: 'https://countersign.example.test' })
    browser.managedChanged.emit()
    await until(async () => (await managedOf(world))?.problems[0]?.value === 'serverUrl')
    expect((await statusOf(world)).serverUrl).toBe(world.server.url)
  })

  test('the name of another server, with a token, takes the browser there', async () => {
    const { world } = await enrolledWorld()
    configure(world, { ...fleetOf(world), serverUrl: 'http://localhost:4600' })
    world.current().browser.managedChanged.emit()
    await until(async () => (await statusOf(world)).serverUrl === 'http://localhost:4600')
    expect(await managedOf(world)).toMatchObject({ state: 'in-force' })
  })

  test('none at all is said where an administrator has installed us, once that is certain', async () => {
    const world = createWorld(buildPolicy())
    world.profile.isForced = true
    world.start()
    await settled()
    expect(await managedOf(world)).toMatchObject({ state: 'none' })
    await world.advance(30_000)
    expect(await managedOf(world)).toMatchObject({
      state: 'misconfigured',
      problems: [{ value: '', reason: 'NOTHING' }],
    })
  })

  test('hosts that this build may not work on are told to the server', async () => {
    const { world } = await enrolledWorld()
    configure(world, {
      serverUrl: world.server.url,
      hosts: ['https://crm.acme.test/*', 'http://127.0.0.1/*'],
    })
    world.current().browser.managedChanged.emit()
    await until(() =>
      world.server.statuses.some(({ missingHosts }) => missingHosts?.includes('https://crm.acme.test/*')),
    )
    expect(world.server.statuses.at(-1)?.missingHosts).toEqual(['https://crm.acme.test/*'])
  })
})

describe('a value', () => {
  const good = {
    serverUrl: 'https://countersign.example.com',
    rootFingerprint: 'a'.repeat(32),
    tenant: 'acme',
    environment: 'production',
    enrolmentToken: 'FLEET-AAAA-BBBB-CCCC-DDDD-EEEE-FFFF',
    person: 'riley@acme.example',
    enrolmentRequired: false,
    hosts: ['https://crm.acme.example/*', 'https://*.acme.example:8443/*'],
  }

  test('of each kind, as it should be, is in force', () => {
    expect(checkManaged(good, '')).toEqual({ ok: true, configuration: good })
  })

  test.each([
    ['serverUrl', 'http://countersign.example.com', 'INVALID'],
    ['serverUrl', 'https://a:b@countersign.example.com', 'INVALID'],
    ['serverUrl', 7, 'INVALID'],
    ['serverUrl', undefined, 'MISSING'],
    ['rootFingerprint', 'a'.repeat(31), 'INVALID'],
    ['rootFingerprint', undefined, 'MISSING'],
    ['tenant', 'Acme Inc.', 'INVALID'],
    ['environment', '', 'INVALID'],
    ['enrolmentToken', 'AAAA-BBBB-CCCC', 'INVALID'],
    ['enrolmentToken', undefined, 'MISSING'],
    ['person', '%USERNAME%', 'INVALID'],
    ['person', undefined, 'MISSING'],
    ['enrolmentRequired', 'true', 'INVALID'],
    ['hosts', 'https://crm.acme.example/*', 'INVALID'],
    ['hosts', ['<all_urls>'], 'INVALID'],
    ['hosts', ['https://*/*'], 'INVALID'],
    ['__proto__x', 1, 'UNKNOWN'],
  ])('%s = %j is %s', (value, written, reason) => {
    const { [value as keyof typeof good]: _left, ...others } = good
    const given = written === undefined ? others : { ...others, [value]: written }
    expect(checkManaged(given, '')).toEqual({ ok: false, problems: [{ value, reason }] })
  })

  test('of any length and depth is answered, not obeyed', () => {
    expect(checkManaged({ ...good, person: 'a'.repeat(30_000) }, '')).toEqual({
      ok: false,
      problems: [{ value: '', reason: 'TOO_LARGE' }],
    })
  })
})
