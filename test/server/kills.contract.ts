import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { killSchema } from '../../policy/trust/documents.ts'
import type { Kill } from '../../policy/trust/documents.ts'
import { streamMessageSchema } from '../../protocol/http/devices.ts'
import { killStateSchema } from '../../protocol/http/trust.ts'
import type { KillState } from '../../protocol/http/trust.ts'
import { killEnvelopeOf } from '../../server/features/kills/issue-kill.ts'
import { readKillDocument } from '../../server/features/kills/kill-store.ts'
import { openStream } from '../support/device-key.ts'
import { anAction, aRequest, openHarness, origin, sortedStatuses } from './harness.ts'
import type { Harness, Rep, Someone, ViewAnswer } from './harness.ts'
import { storeKind } from './stores.ts'
import { testPolicy } from './test-policy.ts'

const practice = 'integration:practice'

describe(`stopping and restarting on ${storeKind}`, () => {
  let harness: Harness
  let time = Date.parse('2026-03-02T09:00:00.000Z')
  beforeAll(async () => {
    harness = await openHarness(() => new Date(time))
  })
  afterAll(() => harness.close())

  async function scene() {
    const tenant = await harness.tenant()
    const [alex, ada] = [
      await harness.atConsole(tenant, 'alex', ['admin']),
      await harness.atConsole(tenant, 'ada', ['admin']),
    ]
    return { tenant, alex, ada, rep: await harness.rep(tenant) }
  }
  const stop = (who: Someone, scope: string, reason = 'It writes to everybody.') =>
    who.ask('POST', '/v1/kills', { scope, reason })
  const askRestart = (who: Someone, scope: string) =>
    who.ask('POST', '/v1/kills/restarts', { scope, reason: 'Mended.' })
  const confirm = (who: Someone, id: string) => who.ask('POST', `/v1/kills/restarts/${id}/confirmation`, {})
  const stateOf = async (who: Someone): Promise<KillState> =>
    killStateSchema.parse((await who.ask('GET', '/v1/kills')).body)
  const documentOf = async (tenant: string): Promise<Kill> => {
    const row = await harness.store.transact({ tenant }, (tx) => readKillDocument(tx, tenant, 'current'))
    return killSchema.parse(JSON.parse(killEnvelopeOf(row!).payload))
  }
  const codesOf = async (who: Someone, type: string) =>
    (await harness.events(who, `&type=${type}`)).map(({ detail }) => detail['code'] ?? detail['scope'])

  test('F55 S121 one administrator stops, each in one call: the agent, the campaign, the integration, the tenant', async () => {
    const { tenant, alex } = await scene()
    const scopes = ['agent:*', 'campaign:opportunity/7', practice, 'tenant']
    for (const [index, scope] of scopes.entries()) {
      const answer = await stop(alex, scope)
      expect(answer.status).toBe(200)
      expect(killStateSchema.parse(answer.body).epoch).toBe(index + 1)
    }
    const { epoch, killed, environment } = await documentOf(tenant)
    expect({ epoch, environment }).toEqual({ epoch: 4, environment: 'test' })
    expect(killed.map((kill) => kill.scope).toSorted()).toEqual(scopes.toSorted())
    const state = await stateOf(alex)
    expect(state.killed).toHaveLength(4)
    expect(state.killed[0]).toMatchObject({ reason: 'It writes to everybody.', by: { name: 'alex' } })
    expect(await codesOf(alex, 'kill.ordered')).toEqual(scopes.toReversed())
  })

  test('F55 a restart needs a second person, and whoever asked for it cannot be that person', async () => {
    const { tenant, alex, ada } = await scene()
    await stop(alex, practice)
    const asked = killStateSchema.parse((await askRestart(alex, practice)).body)
    const id = asked.restarts[0]?.id ?? ''
    expect(asked).toMatchObject({ epoch: 1, killed: [{ scope: practice }] })
    expect(await confirm(alex, id)).toMatchObject({ status: 403, body: { code: 'OWN_RESTART' } })
    expect((await documentOf(tenant)).killed).toHaveLength(1)
    const done = killStateSchema.parse((await confirm(ada, id)).body)
    expect(done).toMatchObject({ epoch: 2, killed: [], restarts: [] })
    expect(await documentOf(tenant)).toMatchObject({ epoch: 2, killed: [] })
    expect(await confirm(ada, id)).toMatchObject({ status: 404, body: { code: 'RESTART_UNKNOWN' } })
    expect(await codesOf(alex, 'restart.requested')).toEqual([practice])
    expect(await codesOf(alex, 'restart.confirmed')).toEqual([practice])
    expect(await codesOf(alex, 'kill.refused')).toEqual(['RESTART_UNKNOWN', 'OWN_RESTART'])
    const [confirmed] = await harness.events(alex, '&type=restart.confirmed')
    expect(confirmed).toMatchObject({ person: { id: ada.id }, detail: { requestedBy: alex.id, epoch: 2 } })
  })

  test('a request to restart can be taken back, is made once, and only for what is stopped', async () => {
    const { alex, ada } = await scene()
    expect((await askRestart(alex, practice)).body.code).toBe('KILL_UNKNOWN')
    await stop(alex, practice)
    const asked = await askRestart(alex, practice)
    expect((await askRestart(ada, practice)).body.code).toBe('RESTART_PENDING')
    const path = `/v1/kills/restarts/${asked.body.restarts[0].id}`
    expect((await alex.ask('POST', `${path}/withdrawal`, {})).body).toMatchObject({ epoch: 1, restarts: [] })
    expect((await ada.ask('POST', `${path}/confirmation`, {})).body.code).toBe('RESTART_UNKNOWN')
    expect((await askRestart(ada, practice)).status).toBe(200)
  })

  test('two who stop the same at once make one stop, and two who confirm at once one restart', async () => {
    const { tenant, alex, ada } = await scene()
    expect(sortedStatuses(await Promise.all([stop(alex, 'tenant'), stop(ada, 'tenant')]))).toEqual([200, 200])
    expect((await documentOf(tenant)).epoch).toBe(1)
    const others = await harness.atConsole(tenant, 'alan', ['admin'])
    const id = (await askRestart(alex, 'tenant')).body.restarts[0].id
    expect(sortedStatuses(await Promise.all([confirm(ada, id), confirm(others, id)]))).toEqual([200, 404])
    expect((await documentOf(tenant)).epoch).toBe(2)
  })

  test.each(['', 'everything', 'integration:', 'integration:elsewhere2', 'campaign:opportunity', 'agent: x'])(
    'a stop of "%s" would stop nothing, so it is refused',
    async (scope) => {
      const { alex } = await scene()
      const answer = await stop(alex, scope)
      expect(answer.status).toBe(scope === '' ? 400 : 422)
      expect((await stateOf(alex)).killed).toEqual([])
    },
  )

  test('S011 only an administrator stops and restarts; an approver may look', async () => {
    const { tenant, alex, rep } = await scene()
    const avery = await harness.atConsole(tenant, 'avery', ['approver'])
    expect(await stop(avery, 'tenant')).toMatchObject({ status: 403, body: { code: 'ROLE_MISSING' } })
    expect(await stop(rep, 'tenant')).toMatchObject({ status: 403, body: { code: 'TOKEN_WRONG_KIND' } })
    await stop(alex, 'tenant')
    expect((await stateOf(avery)).killed).toHaveLength(1)
    expect((await askRestart(avery, 'tenant')).status).toBe(403)
  })

  test('what is stopped is refused by the server itself: new requests, approved grants, shared limits', async () => {
    const { tenant, alex, rep } = await scene()
    const avery = await harness.atConsole(tenant, 'avery', ['approver'], ['deal-desk'])
    const request = await aRequest()
    await rep.ask('POST', '/v1/approval-requests', request)
    const approved: ViewAnswer = await avery.ask('POST', `/v1/approval-requests/${request.id}/decision`, {
      ...{ decision: 'approve', digest: request.digest, note: '' },
    })
    await stop(alex, practice)
    const spent = await rep.ask('POST', `/v1/grants/${approved.body.grant}/consume`, {
      ...{ execution: randomUUID(), digest: request.digest },
    })
    expect(spent).toMatchObject({ status: 409, body: { code: 'KILLED' } })
    const another = await rep.ask('POST', '/v1/approval-requests', await aRequest())
    expect(another).toMatchObject({ status: 409, body: { code: 'KILLED' } })
    expect(await reserve(rep)).toMatchObject({ status: 201 })
    await stop(alex, 'tenant')
    expect(await reserve(rep)).toMatchObject({ status: 409, body: { code: 'KILLED' } })
  })
  const reserve = (rep: Rep) =>
    rep.ask('POST', '/v1/reservations', { id: randomUUID(), rule: 'daily-mail', amount: 1 })

  test('a stop of one campaign leaves the others alone', async () => {
    const { alex, rep } = await scene()
    await stop(alex, 'campaign:opportunity/7')
    expect((await rep.ask('POST', '/v1/approval-requests', await aRequest())).body.code).toBe('KILLED')
    const other = anAction({ record: { type: 'opportunity', ids: ['8'] } })
    const answer = await rep.ask('POST', '/v1/approval-requests', await aRequest({ action: other }))
    expect(answer.body.code).not.toBe('KILLED')
  })

  test('F56 the console shows the time to stop of every device, those that have not stopped first', async () => {
    const { tenant, alex, rep } = await scene()
    const slow = await harness.rep(tenant, 'sam')
    const away = await harness.rep(tenant, 'uma')
    await stop(alex, 'tenant')
    const report = async (device: Rep, afterMs: number, killEpoch: number, killAppliedAgoMs?: number) => {
      time += afterMs
      const status = { bundleVersion: 1, bundleDigest: null, extensionVersion: '1', unsent: 0, rejected: 0 }
      const answer = await device.ask('POST', '/v1/devices/status', {
        ...{ ...status, problem: null, killEpoch, killAppliedAgoMs },
      })
      expect(answer.status).toBe(204)
    }
    await report(rep, 120, 1)
    // Says 280 ms later that it had obeyed for 30 ms then.
    await report(slow, 280, 1, 30)
    await report(rep, 5000, 1)
    // A device that claims what was never issued has reported nothing.
    await report(away, 10, 99)
    const { latest, stops } = await stateOf(alex)
    expect(latest).toMatchObject({ epoch: 1, devices: 3, stopped: 2, p50: 245, p99: 368 })
    expect(stops.map(({ device, ms, heardMs }) => [device, ms, heardMs])).toEqual([
      [away.device, null, null],
      [slow.device, 370, 400],
      [rep.device, 120, 120],
    ])
  })

  test('F56 no clock of a device makes a stop earlier than the order for it', async () => {
    const { alex, rep } = await scene()
    await stop(alex, 'tenant')
    time += 200
    const said = { bundleVersion: 1, bundleDigest: null, extensionVersion: '1', unsent: 0, rejected: 0 }
    const given = { ...said, problem: null, killEpoch: 1, killAppliedAgoMs: 86_400_000 }
    expect((await rep.ask('POST', '/v1/devices/status', given)).status).toBe(204)
    expect((await stateOf(alex)).stops).toMatchObject([{ device: rep.device, ms: 0, heardMs: 200 }])
  })

  test('devices that report at once are all noted, and one that is wrong fails alone', async () => {
    const { tenant, alex } = await scene()
    const devices = await Promise.all(
      Array.from({ length: 12 }, (_, index) => harness.rep(tenant, `rep${index}`)),
    )
    await stop(alex, 'tenant')
    const said = { bundleVersion: 1, bundleDigest: null, extensionVersion: '1', unsent: 0, rejected: 0 }
    const answers = await Promise.all(
      devices.map((device, index) =>
        device.ask('POST', '/v1/devices/status', {
          ...{ ...said, problem: null, killEpoch: 1 },
          ...{ killAppliedAgoMs: index === 5 ? 1e15 : 0, extensionVersion: index === 6 ? '\ud800' : '1' },
        }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(devices.map((_, index) => (index === 5 ? 400 : 204)))
    expect((await stateOf(alex)).latest).toMatchObject({ devices: 13, stopped: 11 })
  })

  test('one stop of a tenant is nothing to another', async () => {
    const [one, two] = [await scene(), await scene()]
    await stop(one.alex, 'tenant')
    const id = (await askRestart(one.alex, 'tenant')).body.restarts[0].id
    expect((await confirm(two.ada, id)).body.code).toBe('RESTART_UNKNOWN')
    expect(await stateOf(two.alex)).toMatchObject({ epoch: 0, killed: [], latest: null, stops: [] })
    const answer = await two.rep.ask('POST', '/v1/approval-requests', await aRequest())
    expect(answer.body.code).not.toBe('KILLED')
  })

  describe('on the stream', () => {
    let base: string
    beforeAll(async () => {
      base = await harness.app.listen({ host: '127.0.0.1', port: 0 })
    })

    async function read(rep: Rep) {
      const response = await openStream(base, rep, origin)
      const reader = (response.body as ReadableStream<Uint8Array>).getReader()
      const utf8 = new TextDecoder()
      let held = ''
      return {
        async next() {
          for (;;) {
            const end = held.indexOf('\n\n')
            if (end >= 0) {
              const data = /^data: (.*)$/m.exec(held.slice(0, end))?.[1]
              held = held.slice(end + 2)
              return streamMessageSchema.parse(JSON.parse(data ?? ''))
            }
            const { value, done } = await reader.read()
            if (done) throw new Error('The stream ended.')
            held += utf8.decode(value, { stream: true })
          }
        },
        stop: () => reader.cancel(),
      }
    }
    const killIn = async (stream: Awaited<ReturnType<typeof read>>) => {
      const message = await stream.next()
      if (message.type !== 'kill.changed') throw new Error(message.type)
      const kill = killSchema.parse(JSON.parse(message.envelope.payload))
      expect(kill.epoch).toBe(message.epoch)
      return kill
    }

    test('F55 F56 the document itself reaches every stream, also those of another node, and those that come later', async () => {
      const { tenant, alex, rep } = await scene()
      const other = await openHarness(() => new Date(time))
      const [here, there] = [await read(rep), await read(await harness.rep(tenant, 'sam'))]
      for (const stream of [here, there]) expect((await stream.next()).type).toBe('hello')
      expect((await other.atConsole(tenant, 'alex', ['admin'])).id).toBe(alex.id)
      const elsewhere = await other.atConsole(tenant, 'alex', ['admin'])
      await stop(elsewhere, 'tenant')
      for (const stream of [here, there])
        expect(await killIn(stream)).toMatchObject({ epoch: 1, killed: [{ scope: 'tenant' }] })
      const late = await read(rep)
      expect((await late.next()).type).toBe('hello')
      expect(await killIn(late)).toMatchObject({ epoch: 1 })
      for (const stream of [here, there, late]) await stream.stop()
    })

    test('a document too large for a notice of PostgreSQL arrives all the same, and nothing out of order', async () => {
      const { alex, rep } = await scene()
      const stream = await read(rep)
      await stream.next()
      const epochs = Array.from({ length: 30 }, (_, index) => index + 1)
      for (const epoch of epochs) await stop(alex, `campaign:opportunity/${epoch}`, 'x'.repeat(500))
      let seen = 0
      while (seen < 30) {
        const { epoch, killed } = await killIn(stream)
        expect(epoch).toBeGreaterThan(seen)
        expect(killed).toHaveLength(epoch)
        seen = epoch
      }
      await stream.stop()
    })
  })

  test('what is stopped stays stopped through a publication', async () => {
    const { tenant, alex, rep } = await scene()
    await stop(alex, 'tenant')
    await harness.publish(tenant, testPolicy)
    expect((await rep.ask('POST', '/v1/approval-requests', await aRequest())).body.code).toBe('KILLED')
  })
})
