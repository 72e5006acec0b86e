import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readValue } from '../../background/db/values.ts'
import type { ExtensionPageReplies } from '../../protocol/messages/extension-page.ts'
import type { ExtensionStatus } from '../../protocol/messages/panel-port.ts'
import { proofBook } from '../../server/features/identity/proof-of-possession.ts'
import { buildBundle } from '../policy/build.ts'
import { aTenant, openHarness } from '../server/harness.ts'
import type { Harness, Someone } from '../server/harness.ts'
import { closeSharedStore } from '../server/stores.ts'
import { testPolicy } from '../server/test-policy.ts'
import { createWorld, optionsSender, until } from '../support/worker-world.ts'
import type { World } from '../support/worker-world.ts'

/** Real workers that are ended anywhere, and the real server in this process. */
describe('enrolment by signing in', { timeout: 60_000 }, () => {
  const tenant = aTenant()
  let harness: Harness
  let url = ''
  let rep: Someone
  beforeAll(async () => {
    const parts = { tenant, origin: () => url, proofs: proofBook(() => url) }
    harness = await openHarness(null, parts)
    await harness.tenant(testPolicy, tenant)
    rep = await harness.atConsole(tenant, 'riley', ['rep'])
    url = await harness.app.listen({ host: '127.0.0.1', port: 0 })
  }, 60_000)
  afterAll(async () => {
    await harness.close()
    await closeSharedStore()
  })

  function newWorld(serve: typeof fetch = fetch): World {
    const world = createWorld(buildBundle(), serve)
    world.clock.now = Date.now()
    world.start()
    return world
  }
  const tell = async <Reply = ExtensionStatus>(world: World, message: object): Promise<Reply> =>
    (await world.current().browser.sendMessage(message, optionsSender)) as Reply
  const ask = (world: World, serverUrl = url) =>
    tell<ExtensionPageReplies['enrolment.requested']>(world, { type: 'enrolment.requested', serverUrl })
  async function asked(world: World) {
    const reply = await ask(world)
    if (!reply.ok || !reply.status.enrolling) throw new Error(`was not asked: ${JSON.stringify(reply)}`)
    const { enrolling } = reply.status
    expect(enrolling.url).toMatch(new RegExp(`^${url}/enrol/[0-9a-f-]{36}$`))
    const path = `/v1/enrolment-requests/${enrolling.url.split('/').at(-1)}`
    const say = (what: string, body: object) => rep.ask('POST', `${path}/${what}`, body, { origin: url })
    return { ...enrolling, confirm: () => say('confirmation', { code: enrolling.code }), say }
  }
  const read = (world: World) => tell(world, { type: 'status.read' })
  const follow = (world: World) => tell(world, { type: 'enrolment.followed' })
  const end = (world: World) => world.kill(world.current())

  test('the person types what the options page shows, and the browser has policy', async () => {
    const world = newWorld()
    const { confirm } = await asked(world)
    expect(await follow(world)).toMatchObject({ enrolled: false, enrolling: { problem: null } })
    expect((await confirm()).status).toBe(200)
    const status = await follow(world)
    expect(status).toMatchObject({ enrolled: true, enrolling: null, person: { email: rep.email } })
    await until(async () => (await read(world)).lease === 'fresh', 'a policy')
    end(world)
  })

  test('a worker that was ended meanwhile goes on where it was, by its alarm', async () => {
    const world = newWorld()
    const { confirm, code } = await asked(world)
    end(world)
    await confirm()
    expect((await read(world)).enrolling?.code ?? code).toBe(code)
    await world.advance(30_000)
    await until(async () => (await read(world)).enrolled, 'enrolled')
    end(world)
  })

  test('ended at any step after the yes, it is enrolled in the end, as one device', async () => {
    let killed = 0
    for (let step = 1, isDone = false; !isDone; step += 5) {
      const world = newWorld()
      const { confirm } = await asked(world)
      await confirm()
      end(world)
      const life = world.start()
      life.killAt = step
      await Promise.race([follow(world), until(() => life.isDead, 'its end')])
      // What comes after is how every enrolled browser begins.
      isDone = !life.isDead || (await world.current().worker.db.values.get('enrolment')) !== undefined
      if (!isDone) killed++
      const status = await until(async () => {
        const now = await follow(world)
        return now.enrolled ? now : null
      }, `enrolled after ${step} steps`)
      expect(status.enrolling).toBe(null)
      expect(await world.current().worker.db.values.get('enrolmentRequest')).toBe(undefined)
      end(world)
    }
    expect(killed).toBeGreaterThan(3)
  })

  test.each([
    [
      'the person says no',
      'REQUEST_DECLINED',
      async (world: World) => void (await (await asked(world)).say('refusal', {})),
    ],
    [
      'its time is over',
      'REQUEST_EXPIRED',
      async (world: World) => {
        await asked(world)
        world.clock.now += 10 * 60_000
      },
    ],
  ])('when %s the options page hears why, and can begin again', async (_, problem, happen) => {
    const world = newWorld()
    await happen(world)
    expect(await follow(world)).toMatchObject({ enrolled: false, enrolling: { problem } })
    const { confirm } = await asked(world)
    await confirm()
    expect((await follow(world)).enrolled).toBe(true)
    end(world)
  })

  test.each(['root', 'id', 'x'])(
    'whoever stands between and gives another %s, it is not what the person types',
    async (changed) => {
      const lie = async (text: string) =>
        text.replace(new RegExp(`("${changed}":")(.)`), (_, before: string, first: string) => {
          return `${before}${first === 'a' ? 'b' : 'a'}`
        })
      let honest = ''
      const world = newWorld(async (input, init) => {
        const isAsked = new Request(input).url.endsWith('/v1/enrolment-requests')
        const body = isAsked && changed === 'x' ? await lie(init?.body as string) : init?.body
        const response = await fetch(input, { ...init, ...(body !== undefined && { body }) })
        if (!isAsked) return response
        const text = await response.text()
        honest = (JSON.parse(text) as { id: string }).id
        return new Response(changed === 'x' ? text : await lie(text), response)
      })
      const reply = await ask(world)
      if (!reply.ok || !reply.status.enrolling) throw new Error('was not asked')
      const { code } = reply.status.enrolling
      const path = `/v1/enrolment-requests/${honest}/confirmation`
      const confirmed = await rep.ask('POST', path, { code }, { origin: url })
      expect(['CHECK_CODE_WRONG', 'ENROLMENT_REQUEST_CLOSED']).toContain(confirmed.body.code)
      expect((await follow(world)).enrolled).toBe(false)
      end(world)
    },
  )

  test('withdrawn, it is enrolled by nobody', async () => {
    const world = newWorld()
    const { confirm } = await asked(world)
    expect((await tell(world, { type: 'enrolment.withdrawn' })).enrolling).toBe(null)
    await confirm()
    expect((await follow(world)).enrolled).toBe(false)
    end(world)
  })

  test('an enrolled browser asks for nothing, nor one that is to be elsewhere', async () => {
    const world = newWorld()
    await (await asked(world)).confirm()
    await follow(world)
    expect(await ask(world)).toEqual({ ok: false, problem: 'ALREADY_ENROLLED' })
    end(world)
    const managed = newWorld()
    managed.profile.managed.set('serverUrl', 'https://countersign.acme.test')
    expect(await ask(managed)).toEqual({ ok: false, problem: 'SERVER_MANAGED' })
    end(managed)
  })

  test('one whose administrator names another server meanwhile is not enrolled where it asked', async () => {
    const world = newWorld()
    const { confirm } = await asked(world)
    await confirm()
    world.profile.managed.set('serverUrl', 'https://countersign.acme.test')
    world.current().browser.managedChanged.emit()
    const { db } = world.current().worker
    await until(async () => (await readValue(db, 'managed'))?.inForce, 'the configuration')
    expect(await follow(world)).toMatchObject({ enrolled: false, enrolling: { problem: 'SERVER_MANAGED' } })
    end(world)
  })

  test.each([
    [404, 'SIGN_IN_UNKNOWN'],
    [429, 'SERVER_BUSY'],
    [500, 'SERVER_REFUSED'],
  ])('a server that answers %i is said in words of its own', async (status, problem) => {
    const world = newWorld(async () => new Response('{}', { status }))
    expect(await ask(world)).toEqual({ ok: false, problem })
    end(world)
  })
})
