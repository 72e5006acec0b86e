import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { streamMessageSchema } from '../../protocol/http/devices.ts'
import type { StreamMessage } from '../../protocol/http/devices.ts'
import { expireRequests } from '../../server/features/approvals/expire-requests.ts'
import { streamLimits } from '../../server/features/stream/stream-hub.ts'
import { aRequest, openHarness } from './harness.ts'
import type { Harness, Rep } from './harness.ts'
import { storeKind } from './stores.ts'
import { testPolicy } from './test-policy.ts'

interface Reading {
  next(): Promise<StreamMessage | 'ended'>
  stop(): Promise<void>
}

describe(`the stream on ${storeKind}`, () => {
  let harness: Harness
  let base: string
  let time = Date.parse('2026-03-02T09:00:00.000Z')
  beforeAll(async () => {
    harness = await openHarness(() => new Date(time))
    await harness.app.listen({ host: '127.0.0.1', port: 0 })
    base = `http://127.0.0.1:${(harness.app.server.address() as AddressInfo).port}`
  })
  afterAll(() => harness.close())

  async function read(rep: Rep): Promise<Reading> {
    const response = await fetch(`${base}/v1/stream`, { headers: { authorization: `Bearer ${rep.token}` } })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
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
          if (done) return 'ended'
          held += utf8.decode(value, { stream: true })
        }
      },
      stop: () => reader.cancel(),
    }
  }
  async function scene() {
    const tenant = await harness.tenant()
    const rep = await harness.rep(tenant)
    const stream = await read(rep)
    expect(await stream.next()).toMatchObject({ type: 'hello', revision: 1 })
    return { tenant, rep, stream }
  }

  test('begins with the revision in force and announces the next one', async () => {
    const { tenant, stream } = await scene()
    await harness.publish(tenant, testPolicy)
    expect(await stream.next()).toEqual({ type: 'bundle.announced', revision: 2 })
    await stream.stop()
  })

  test('tells of every change of a request, also the one the clock makes', async () => {
    const { tenant, rep, stream } = await scene()
    await harness.atConsole(tenant, 'avery', ['approver'], ['deal-desk'])
    const request = await aRequest()
    await rep.ask('POST', '/v1/approval-requests', request)
    expect(await stream.next()).toEqual({ type: 'approval.changed', id: request.id, state: 'pending' })
    time += 3_600_000
    await expireRequests(harness.parts)
    expect(await stream.next()).toEqual({ type: 'approval.changed', id: request.id, state: 'expired' })
    await stream.stop()
  })

  test('says nothing of what was rolled back, and nothing of other tenants', async () => {
    const { tenant, rep, stream } = await scene()
    await harness.publish(await harness.tenant(), testPolicy)
    const bad = await rep.ask('POST', '/v1/approval-requests', await aRequest({ digest: 'a'.repeat(64) }))
    expect(bad.status).toBe(422)
    await harness.publish(tenant, testPolicy)
    expect(await stream.next()).toEqual({ type: 'bundle.announced', revision: 2 })
    await stream.stop()
  })

  test('ends when its device is revoked', async () => {
    const { tenant, rep, stream } = await scene()
    const admin = await harness.atConsole(tenant, 'alex', ['admin'])
    await admin.ask('POST', `/v1/devices/${rep.device}/revocation`, {})
    expect(await stream.next()).toBe('ended')
  })

  test('is open a limited number of times for one token', async () => {
    const { rep, stream } = await scene()
    const more = await Promise.all(Array.from({ length: streamLimits.perCredential - 1 }, () => read(rep)))
    const refused = await fetch(`${base}/v1/stream`, { headers: { authorization: `Bearer ${rep.token}` } })
    expect(refused.status).toBe(429)
    expect(await refused.json()).toMatchObject({ code: 'STREAM_BUSY' })
    await Promise.all([stream, ...more].map((one) => one.stop()))
  })

  test('reaches whoever is connected to another node', async () => {
    const { tenant, rep, stream } = await scene()
    const other = await openHarness(() => new Date(time))
    await other.publish(tenant, testPolicy)
    expect(await stream.next()).toEqual({ type: 'bundle.announced', revision: 2 })
    expect((await rep.ask('GET', '/v1/bundle')).status).toBe(200)
    await stream.stop()
  })

  test.runIf(storeKind === 'postgres')(
    'ends when announcements may have been missed, and can be opened again',
    async () => {
      const { rep, stream } = await scene()
      await sql`select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'`.execute(
        harness.store.kysely,
      )
      expect(await stream.next()).toBe('ended')
      const again = await read(rep)
      expect(await again.next()).toMatchObject({ type: 'hello' })
      await again.stop()
    },
  )

  test('an explanation is announced by site and id, never by content', async () => {
    const { tenant, stream } = await scene()
    const service = await harness.service(tenant)
    const id = randomUUID()
    await service('POST', '/v1/explanations', {
      ...{
        id,
        site: 'practice',
        account: 'crm',
        record: { type: 'opportunity', id: '7' },
        operation: 'opportunity.save',
      },
      ...{
        model: 'm',
        suggested: [],
        drivers: [],
        dataAsOf: null,
        confidence: null,
        sources: [],
        at: '2026-03-02T09:00:00Z',
      },
    })
    expect(await stream.next()).toEqual({ type: 'explanation.recorded', site: 'practice', id })
    await stream.stop()
  })
})
