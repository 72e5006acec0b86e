import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { streamMessageSchema } from '../../protocol/http/devices.ts'
import type { StreamMessage } from '../../protocol/http/devices.ts'
import { streamLimits } from '../../server/features/stream/stream-hub.ts'
import { expireRequests } from '../../server/features/approvals/expire-requests.ts'
import { proofNonceHeader } from '../../protocol/http/proof.ts'
import type { ProofClaims } from '../../protocol/http/proof.ts'
import { createDeviceKey, openStream } from '../support/device-key.ts'
import { aRequest, openHarness, origin } from './harness.ts'
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
    const response = await openStream(base, rep, origin)
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
    expect(await stream.next()).toMatchObject({ type: 'bundle.announced', revision: 2, withinMs: 1 })
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
    expect(await stream.next()).toMatchObject({ type: 'bundle.announced', revision: 2 })
    await stream.stop()
  })

  test('ends when its device is revoked', async () => {
    const { tenant, rep, stream } = await scene()
    const admin = await harness.atConsole(tenant, 'alex', ['admin'])
    expect((await rep.ask('GET', '/v1/trust?root=0')).status).toBe(200)
    await admin.ask('POST', `/v1/devices/${rep.device}/revocation`, {})
    expect(await stream.next()).toEqual({ type: 'ended', reason: 'revoked' })
    expect(await stream.next()).toBe('ended')
    // What was known by the open stream is known no longer.
    expect((await rep.ask('GET', '/v1/trust?root=0')).body.code).toBe('DEVICE_REVOKED')
  })

  test('ends when its token expires', async () => {
    const tenant = await harness.tenant()
    const rep = await harness.rep(tenant)
    await harness.store.transact({ tenant }, (tx, now) =>
      tx
        .updateTable('credentials')
        .set({ expires_at: new Date(now.getTime() + 300) })
        .where('tenant', '=', tenant)
        .where('kind', '=', 'device')
        .execute(),
    )
    const stream = await read(rep)
    expect((await stream.next()) as object).toMatchObject({ type: 'hello' })
    expect(await stream.next()).toEqual({ type: 'ended', reason: 'expired' })
    expect(await stream.next()).toBe('ended')
  })

  test('of a device is one: a new one takes the place of the old', async () => {
    const { tenant, rep, stream } = await scene()
    const second = await read(rep)
    expect(await second.next()).toMatchObject({ type: 'hello' })
    expect(await stream.next()).toEqual({ type: 'ended', reason: 'replaced' })
    expect(await stream.next()).toBe('ended')
    await harness.publish(tenant, testPolicy)
    expect(await second.next()).toMatchObject({ type: 'bundle.announced', revision: 2 })
    await second.stop()
  })

  test('a server that has no room for another says when to ask again, and answers everything else', async () => {
    const full = await openHarness(() => new Date(time), {}, { most: 1 })
    const url = await full.app.listen({ host: '127.0.0.1', port: 0 })
    const tenant = await full.tenant()
    const [first, second] = [await full.rep(tenant), await full.rep(tenant, 'sam')]
    const held = await openStream(url, first, origin)
    const refused = await openStream(url, second, origin)
    expect(refused.status).toBe(503)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(5)
    expect(await refused.json()).toMatchObject({ code: 'STREAM_BUSY' })
    expect((await second.ask('GET', '/v1/trust?root=0')).status).toBe(200)
    // Whoever is in may come back: his new stream takes the place of his old one.
    const again = await openStream(url, first, origin)
    expect(again.status).toBe(200)
    for (const { body } of [held, again]) await body?.cancel()
    // The clock is of all harnesses of this store: only the doors are shut.
    await full.app.close()
  })

  describe('takes proof that the device holds its key', () => {
    const ask = (rep: Rep, proof?: string) =>
      fetch(`${base}/v1/stream`, {
        headers: { authorization: `Bearer ${rep.token}`, ...(proof !== undefined && { dpop: proof }) },
      })
    async function asked() {
      const rep = await harness.rep(await harness.tenant())
      const nonce = (await ask(rep)).headers.get(proofNonceHeader) ?? ''
      return { rep, about: { url: `${origin}/v1/stream`, token: rep.token, nonce } }
    }

    test('a token alone opens nothing', async () => {
      const { rep } = await asked()
      const refused = await ask(rep)
      expect(refused.status).toBe(401)
      expect(refused.headers.get('www-authenticate')).toContain('use_dpop_nonce')
      expect(await refused.json()).toMatchObject({ code: 'PROOF_NEEDED' })
    })

    test.each<[string, Partial<ProofClaims>, object, string]>([
      ['another method', { htm: 'POST' }, {}, 'PROOF_REFUSED'],
      ['another place', { htu: `${origin}/v1/bundle` }, {}, 'PROOF_REFUSED'],
      ['another server', { htu: 'https://elsewhere.example/v1/stream' }, {}, 'PROOF_REFUSED'],
      ['another token', { ath: 'x'.repeat(43) }, {}, 'PROOF_REFUSED'],
      ['a nonce of nobody', { nonce: 'abc.def' }, {}, 'PROOF_NEEDED'],
      ['no algorithm', {}, { alg: 'none' }, 'PROOF_NEEDED'],
      ['another algorithm', {}, { alg: 'HS256' }, 'PROOF_NEEDED'],
      ['another kind of text', {}, { typ: 'JWT' }, 'PROOF_NEEDED'],
    ])('a proof for %s is refused', async (_, claims, header, code) => {
      const { rep, about } = await asked()
      const answer = await ask(rep, await rep.key.prove(about, claims, header))
      expect(answer.status).toBe(401)
      expect(await answer.json()).toMatchObject({ code })
    })

    test('a stolen token with a key of the thief is refused, though he puts his key into the proof', async () => {
      const { rep, about } = await asked()
      const answer = await ask(rep, await (await createDeviceKey()).prove(about))
      expect(answer.status).toBe(401)
      expect(await answer.json()).toMatchObject({ code: 'KEY_REFUSED' })
    })

    test('a proof that was seen on the way counts once', async () => {
      const { rep, about } = await asked()
      const proof = await rep.key.prove(about)
      const first = await ask(rep, proof)
      expect(first.status).toBe(200)
      expect(await (await ask(rep, proof)).json()).toMatchObject({ code: 'PROOF_REFUSED' })
      await first.body?.cancel()
    })

    test('a proof for another node, or for this one before it was started again, is asked for anew', async () => {
      const { rep, about } = await asked()
      const other = await openHarness(() => new Date(time))
      const url = await other.app.listen({ host: '127.0.0.1', port: 0 })
      const answer = await fetch(`${url}/v1/stream`, {
        headers: { authorization: `Bearer ${rep.token}`, dpop: await rep.key.prove(about) },
      })
      expect(await answer.json()).toMatchObject({ code: 'PROOF_NEEDED' })
      await other.app.close()
    })
  })

  test('a person may watch from a few tabs of the console, without a key, and not from many', async () => {
    const headers = await harness.cookie(await harness.tenant(), 'alex', ['admin'])
    const ask = () => fetch(`${base}/v1/stream`, { headers })
    const open = await Promise.all(Array.from({ length: streamLimits.perSession }, ask))
    expect(open.map(({ status }) => status)).toEqual(open.map(() => 200))
    const refused = await ask()
    expect(refused.status).toBe(429)
    expect(await refused.json()).toMatchObject({ code: 'STREAM_LIMIT' })
    for (const { body } of open) await body?.cancel()
  })

  test('reaches whoever is connected to another node', async () => {
    const { tenant, rep, stream } = await scene()
    const other = await openHarness(() => new Date(time))
    await other.publish(tenant, testPolicy)
    expect(await stream.next()).toMatchObject({ type: 'bundle.announced', revision: 2 })
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
