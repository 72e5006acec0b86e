import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nonceMs, proofBook } from '../../server/features/identity/proof-of-possession.ts'
import { createDeviceKey, openStream } from '../support/device-key.ts'
import { openHarness, origin } from './harness.ts'
import type { Harness, Rep } from './harness.ts'
import { storeKind } from './stores.ts'

interface Route {
  readonly method: 'GET' | 'POST'
  readonly path: string
}

const open = ['POST /v1/enrolments', 'POST /v1/enrolment-requests', 'POST /v1/enrolment-requests/{id}/answer']

describe(`every route a device may take, on ${storeKind}`, () => {
  let time = Date.parse('2026-03-02T09:00:00Z')
  let harness: Harness
  let rep: Rep
  let thief: Rep
  let routes: readonly Route[]
  /** By their description, as the routes of devices are: whoever forgets to guard a new one is told here. */
  let unguarded: readonly string[]

  beforeAll(async () => {
    harness = await openHarness(null, {
      proofs: proofBook(
        () => origin,
        () => time,
      ),
    })
    const tenant = await harness.tenant()
    rep = await harness.rep(tenant)
    thief = await harness.rep(tenant, 'sam')
    const { paths } = (await harness.anonymous('GET', '/openapi.json')).body as Described
    routes = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { security }]) => security?.some((one) => 'device' in one))
        .map(([method]) => ({
          method: method.toUpperCase() as Route['method'],
          path: path.replace(/\{\w+\}/g, randomUUID()),
        })),
    )
    unguarded = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { security = [] }]) =>
        security.length === 0 ? [`${method.toUpperCase()} ${path}`] : [],
      ),
    )
  })
  afterAll(() => harness.close())

  const send = async ({ method, path }: Route, proof: string) => {
    const response = await harness.app.inject({
      ...{ method, url: path, ...(method === 'POST' && { payload: {} }) },
      headers: { authorization: `Bearer ${rep.token}`, ...(proof !== '' && { dpop: proof }) },
    })
    return {
      status: response.statusCode,
      code: response.headers['content-type']?.toString().includes('json')
        ? (response.json() as { code?: string }).code
        : undefined,
    }
  }
  const about = ({ method, path }: Route) => ({
    ...{ method, url: origin + path, token: rep.token, nonce: harness.parts.proofs.nonce() },
  })
  /** An open stream never answers in full; what is its own is in its own tests. */
  const answering = () => routes.filter(({ path }) => path !== '/v1/stream')

  test('is in the table this is made from', () => {
    expect(routes.length).toBeGreaterThanOrEqual(15)
    const known = routes.map(({ method, path }) => `${method} ${path}`)
    for (const one of [
      'GET /v1/bundle',
      'GET /v1/trust',
      'POST /v1/events',
      'GET /v1/stream',
      'POST /v1/devices/status',
    ])
      expect(known).toContain(one)
  })

  test('and no route is left without saying who may ask, but those where nobody is known yet', () => {
    expect(unguarded).toEqual(open)
  })

  test.each<[string, (route: Route) => Promise<string> | string, string]>([
    ['no proof', () => '', 'PROOF_NEEDED'],
    ['something that is no proof', () => 'a.b.c', 'PROOF_NEEDED'],
    [
      'a proof without a signature',
      async (route) => `${(await rep.key.prove(about(route))).split('.').slice(0, 2).join('.')}.`,
      'KEY_REFUSED',
    ],
    ['a key of the thief', async (route) => (await createDeviceKey()).prove(about(route)), 'KEY_REFUSED'],
    ['the key of another device', (route) => thief.key.prove(about(route)), 'KEY_REFUSED'],
    [
      'a proof of another route',
      (route) => rep.key.prove({ ...about(route), url: `${origin}/v1/elsewhere` }),
      'PROOF_REFUSED',
    ],
    [
      'a proof of another method',
      (route) => rep.key.prove({ ...about(route), method: 'DELETE' }),
      'PROOF_REFUSED',
    ],
    [
      'a proof for another server',
      (route) => rep.key.prove({ ...about(route), url: `https://other.test${route.path}` }),
      'PROOF_REFUSED',
    ],
    [
      'a proof for another token',
      (route) => rep.key.prove({ ...about(route), token: thief.token }),
      'PROOF_REFUSED',
    ],
    ['a nonce nobody gave', (route) => rep.key.prove({ ...about(route), nonce: 'abc.def' }), 'PROOF_NEEDED'],
    [
      'a proof that has gone stale',
      async (route) => {
        const proof = await rep.key.prove(about(route))
        time += nonceMs + 1
        return proof
      },
      'PROOF_NEEDED',
    ],
  ])('trust 31: a stolen token with %s opens none of them', async (_, proof, code) => {
    for (const route of routes)
      expect({ route, ...(await send(route, await proof(route))) }).toEqual({ route, status: 401, code })
  })

  test('trust 31: a proof that was seen on the way counts once', async () => {
    for (const route of answering()) {
      const proof = await rep.key.prove(about(route))
      expect((await send(route, proof)).status, route.path).not.toBe(401)
      expect({ route, ...(await send(route, proof)) }).toEqual({ route, status: 401, code: 'PROOF_REFUSED' })
    }
  })

  test.each([-5, 5])('a device whose clock is %i years off proves its key all the same', async (years) => {
    for (const route of answering()) {
      const iat = Math.floor(Date.now() / 1000) + years * 31_557_600
      const { status } = await send(route, await rep.key.prove(about(route), { iat }))
      expect(status, route.path).not.toBe(401)
    }
  })

  test('each answer brings the next nonce, so that one question is one question', async () => {
    const first = await rep.ask('GET', '/v1/trust?root=0')
    const nonce = String(first.headers['dpop-nonce'])
    const route = { method: 'GET', path: '/v1/bundle' } as const
    expect((await send(route, await rep.key.prove({ ...about(route), nonce }))).status).toBe(200)
  })

  test('an open stream of the device opens nothing to whoever has its token', async () => {
    const url = await harness.app.listen({ host: '127.0.0.1', port: 0 })
    const stream = await openStream(url, rep, origin)
    expect(stream.status).toBe(200)
    for (const route of answering()) expect((await send(route, '')).code, route.path).toBe('PROOF_NEEDED')
    await stream.body?.cancel()
  })
})

interface Described {
  readonly paths: Record<string, Record<string, { readonly security?: readonly object[] }>>
}
