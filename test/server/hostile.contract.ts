import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemSchema } from '../../protocol/http/problem.ts'
import { bodyLimit } from '../../server/app.ts'
import { problemStatus } from '../../server/http/problems.ts'
import { anEvent } from './events.ts'
import { aRequest, aTenant, openHarness } from './harness.ts'
import type { Harness, Rep } from './harness.ts'
import { storeKind } from './stores.ts'
import { testPolicy } from './test-policy.ts'

const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'

describe(`hostile input on ${storeKind}`, () => {
  let harness: Harness
  let rep: Rep
  let identities: readonly Record<string, string>[]
  let routes: readonly { method: Method; path: string }[]
  let aimed: readonly { path: string; body: unknown; headers: Record<string, string> }[]

  beforeAll(async () => {
    const tenant = aTenant()
    harness = await openHarness(null, { tenant })
    await harness.tenant(testPolicy, tenant)
    rep = await harness.rep(tenant)
    const asRep = { authorization: `Bearer ${rep.token}` }
    const asAdmin = await harness.cookie(tenant, 'alex', ['admin', 'approver'], ['deal-desk'])
    const asService = await harness.key(tenant)
    identities = [{}, asRep, { authorization: 'Bearer nonsense' }, asAdmin, asService]
    const described = (await harness.anonymous('GET', '/openapi.json')).body.paths as Record<
      string,
      Record<string, unknown>
    >
    routes = Object.entries(described)
      .flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => ({ method: method.toUpperCase() as Method, path })),
      )
      // An open stream never answers in full, and signing out would end the story; both have tests of their own.
      .filter((route) => route.path !== '/v1/stream' && route.path !== '/v1/sign-out')
    const request = await aRequest()
    const [pending, spare] = [await aRequest(), await aRequest()]
    for (const one of [pending, spare]) await rep.ask('POST', '/v1/approval-requests', one)
    const explanation = {
      ...{
        id: 'x',
        site: 'practice',
        account: 'crm',
        record: { type: 'opportunity', id: '7' },
        operation: 'opportunity.save',
      },
      ...{
        model: 'm',
        suggested: [{ field: 'amount', value: 1 }],
        drivers: [{ name: 'a', direction: 'raises', weight: 1 }],
      },
      ...{ dataAsOf: null, confidence: null, sources: [], at: '2026-03-02T09:00:00Z' },
    }
    const report = {
      ...{ id: randomUUID(), type: 'outcome.reported', at: '2026-03-02T09:00:00Z' },
      about: { site: 'x', account: null, operation: null, workflow: null, record: null },
      detail: { replyRate: 0.1, churnRisk: { before: null, after: 0.2 } },
    }
    const enrolment = {
      code: 'ABCD-EFGH-JKMN',
      device: randomUUID(),
      publicKey: rep.key.publicKey,
      browser: '',
      extensionVersion: '',
    }
    const status = {
      bundleVersion: 1,
      bundleDigest: null,
      extensionVersion: '1',
      unsent: 0,
      rejected: 0,
      problem: null,
    }
    const asking = { ...enrolment, code: undefined, commitment: 'a'.repeat(64) }
    const asked = (await harness.anonymous('POST', '/v1/enrolment-requests', asking)).body
    harness.keep(asked.secret, rep.key)
    const asBrowser = { authorization: `Bearer ${asked.secret}` }
    const decision = { decision: 'approve', digest: pending.digest, note: '' }
    aimed = [
      {
        path: '/v1/events',
        body: { events: [anEvent(rep.device, 1), anEvent(rep.device, 2)] },
        headers: asRep,
      },
      { path: '/v1/approval-requests', body: request, headers: asRep },
      { path: `/v1/approval-requests/${spare.id}/withdraw`, body: {}, headers: asRep },
      { path: `/v1/approval-requests/${pending.id}/decision`, body: decision, headers: asAdmin },
      {
        path: `/v1/grants/${randomUUID()}/consume`,
        body: { execution: randomUUID(), digest: request.digest },
        headers: asRep,
      },
      { path: '/v1/reservations', body: { id: randomUUID(), rule: 'daily-mail', amount: 1 }, headers: asRep },
      { path: '/v1/devices/status', body: status, headers: asRep },
      { path: '/v1/reports', body: report, headers: asService },
      { path: '/v1/enrolments', body: enrolment, headers: {} },
      { path: '/v1/enrolment-requests', body: asking, headers: {} },
      {
        path: `/v1/enrolment-requests/${asked.id}/answer`,
        body: { nonce: 'n'.repeat(43) },
        headers: asBrowser,
      },
      {
        path: `/v1/enrolment-requests/${asked.id}/confirmation`,
        body: { code: 'ABCD-EFGH' },
        headers: asAdmin,
      },
      { path: `/v1/policy/rollouts/${randomUUID()}/widening`, body: { ring: 0 }, headers: asAdmin },
      { path: '/v1/enrolment-codes', body: { email: rep.email }, headers: asAdmin },
      { path: '/v1/policy/versions', body: { basedOn: 1, note: '', policy: testPolicy }, headers: asAdmin },
      { path: '/v1/kills', body: { scope: 'campaign:opportunity/7', reason: 'Because.' }, headers: asAdmin },
      {
        path: '/v1/kills/restarts',
        body: { scope: 'campaign:opportunity/8', reason: 'Because.' },
        headers: asAdmin,
      },
      { path: `/v1/kills/restarts/${randomUUID()}/confirmation`, body: {}, headers: asAdmin },
      {
        path: '/v1/policy/draft',
        body: { revision: 0, basedOn: 1, text: '{}', note: '' },
        headers: asAdmin,
      },
      { path: '/v1/policy/draft/discard', body: { revision: 1 }, headers: asAdmin },
      {
        path: '/v1/policy/proposals',
        body: { basedOn: 1, note: '', policy: { ...testPolicy, rules: [] } },
        headers: asAdmin,
      },
      {
        path: `/v1/policy/proposals/${randomUUID()}/confirmation`,
        body: { digest: 'a'.repeat(64) },
        headers: asAdmin,
      },
      { path: `/v1/policy/proposals/${randomUUID()}/comments`, body: { text: 'Why?' }, headers: asAdmin },
      {
        path: '/v1/passkeys/challenges',
        body: { purpose: 'restart', subject: 'x' },
        headers: asAdmin,
      },
      { path: '/v1/passkeys/registrations', body: {}, headers: asAdmin },
      {
        path: '/v1/passkeys',
        body: {
          ...{ challenge: randomUUID(), label: 'Laptop' },
          response: {
            ...{ id: 'AA', rawId: 'AA', type: 'public-key', clientExtensionResults: {} },
            response: { clientDataJSON: 'AA', attestationObject: 'AA' },
          },
        },
        headers: asAdmin,
      },
      { path: '/v1/policy/validate', body: { policy: testPolicy }, headers: asAdmin },
      { path: '/v1/explanations', body: explanation, headers: asService },
    ]
  })
  afterAll(() => harness.close())

  async function expectPlainAnswer(sent: InjectOptions & { payload?: string | Buffer }): Promise<void> {
    const given = (sent.headers ?? {}) as Record<string, string>
    const place = sent.url ?? sent.path ?? '/'
    const path = typeof place === 'string' ? place : place.pathname
    const headers = await harness.proven(sent.method ?? 'GET', path, given)
    const response = await harness.app.inject({ ...sent, headers })
    statuses[response.statusCode] = (statuses[response.statusCode] ?? 0) + 1
    const described = JSON.stringify({ ...sent, payload: sent.payload?.toString().slice(0, 500), seed })
    expect(response.statusCode, described).toBeLessThan(500)
    if (response.statusCode < 400) return
    expect(String(response.headers['content-type']), described).toMatch(
      /^(application\/problem\+json|text\/html)/,
    )
    if (sent.method === 'HEAD' || String(response.headers['content-type']).startsWith('text/html')) return
    const problem = problemSchema.parse(response.json())
    expect(Object.hasOwn(problemStatus, problem.code), described).toBe(true)
    expect(problem.detail, described).not.toMatch(/[{}]|\bundefined\b/)
  }

  // A fuzz that never gets past the door proves nothing.
  const statuses: Record<number, number> = {}

  test('every route is fuzzed', () => {
    expect(routes.length).toBeGreaterThanOrEqual(22)
  })

  const nasty = fc.constantFrom<unknown>(
    ...[
      null,
      true,
      0,
      -1,
      1e308,
      Number.MAX_SAFE_INTEGER,
      1.5,
      '',
      '\u0000',
      '\ud800',
      '\u202e',
      '../../etc/passwd',
      "'; drop table persons; --",
    ],
    ...[
      'x'.repeat(70_000),
      [],
      {},
      [[[[]]]],
      { __proto__: null, constructor: 1 },
      '٣',
      '1e999',
      '2026-13-45',
      'NaN',
    ],
  )
  const method = fc.constantFrom<Method>('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS')
  const identity = fc.nat().map((at) => identities[at % identities.length] ?? {})
  const route = fc.nat().map((at) => routes[at % routes.length] as (typeof routes)[number])
  const segment = fc.oneof(
    fc.string({ maxLength: 40 }).map(encodeURIComponent),
    fc.constantFrom('%', '%00', '%FF', '..', '', randomUUID(), '9'.repeat(40), 'null'),
  )
  const query = fc.oneof(
    fc.constant(''),
    fc
      .array(
        fc.tuple(
          fc.constantFrom('cursor', 'limit', 'text', 'from', 'state', 'scope', 'site', '__proto__', 'a[]'),
          segment,
        ),
        { maxLength: 4 },
      )
      .map((pairs) => `?${pairs.map(([key, value]) => `${key}=${value}`).join('&')}`),
    fc.string({ maxLength: 60 }).map((text) => `?${text.replace(/[^!-~]/g, '')}`),
  )
  const pathOf = (path: string, segments: readonly string[]) => {
    let at = 0
    return path.replace(/\{\w+\}/g, () => segments[(at += 1) % segments.length] ?? 'x')
  }

  test('any method, path, query and bytes are answered below 500, with a problem that has a known code', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
      fc.json().map((text) => Buffer.from(text)),
      nasty.map((value) => Buffer.from(JSON.stringify(value) ?? 'undefined')),
      fc
        .constantFrom(
          '{',
          '{"a":1,"a":2}',
          '{"__proto__":{"x":1}}',
          '{"constructor":{"prototype":{}}}',
          '[1,',
          '"\\ud800"',
          '1e999',
          '\ufeff{}',
        )
        .map(Buffer.from),
    )
    const type = fc.constantFrom(
      'application/json',
      'application/json; charset=utf-16',
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      '',
      'a/b;;',
    )
    const cookie = fc.constantFrom(
      '',
      'countersign_session=',
      'countersign_session=%',
      'a=b; ;;=',
      `countersign_session=${'x'.repeat(4000)}`,
      'countersign_sign_in=e30',
      'countersign_sign_in=%7B',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          ...{
            verb: fc.option(method, { freq: 2, nil: undefined }),
            route,
            query,
            identity,
            bytes,
            type,
            cookie,
          },
          segments: fc.array(segment, { minLength: 1, maxLength: 2 }),
        }),
        async (given) => {
          const {
            verb,
            route: { path, method: own },
            segments,
            query: search,
            bytes: payload,
          } = given
          const headers = {
            ...(given.type === '' ? {} : { 'content-type': given.type }),
            ...(given.cookie === '' ? {} : { cookie: given.cookie }),
            ...given.identity,
          }
          const sent = verb ?? own
          const isWithout = sent === 'GET' || sent === 'HEAD' || sent === 'OPTIONS'
          await expectPlainAnswer({
            method: sent,
            url: pathOf(path, segments) + search,
            headers,
            ...(isWithout ? {} : { payload }),
          })
        },
      ),
      { numRuns: 400, seed, verbose: 1 },
    )
  })

  test('a well-formed request with any one value replaced is answered below 500', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.nat(),
        fc.option(nasty, { nil: undefined, freq: 10 }),
        async (at, where, value) => {
          const { path, body: whole, headers } = aimed[at % aimed.length] as (typeof aimed)[number]
          const body = structuredClone(whole)
          const places = placesIn(body)
          const place = places[where % Math.max(1, places.length)]
          if (place !== undefined && value !== undefined) place.holder[place.key] = value
          const payload = JSON.stringify(body)
          await expectPlainAnswer({
            method: 'POST',
            url: path,
            payload,
            headers: { 'content-type': 'application/json', ...headers },
          })
        },
      ),
      { numRuns: 500, seed, verbose: 1 },
    )
  })

  test('the garbage reached every kind of answer, successes too', () => {
    const reached = Object.keys(statuses).map(Number)
    expect(reached).toEqual(expect.arrayContaining([200, 201, 204, 400, 401, 403, 404, 405, 409, 415, 422]))
  })

  const raw = async (payload: string | Buffer, headers: Record<string, string> = {}) =>
    harness.app.inject({
      ...{ method: 'POST', url: '/v1/events', payload },
      headers: await harness.proven('POST', '/v1/events', {
        ...{ 'content-type': 'application/json', authorization: `Bearer ${rep.token}`, ...headers },
      }),
    })

  test.each([
    ['a depth bomb', `{"events":[${'['.repeat(200_000)}`, 'BODY_TOO_DEEP', 400],
    [
      'too many keys',
      `{"events":[{${Array.from({ length: 60_001 }, (_, index) => `"${index.toString(36)}":0`).join()}}]}`,
      'BODY_TOO_MANY_KEYS',
      400,
    ],
    ['a key twice', '{"events":[],"\\u0065vents":[1]}', 'BODY_DUPLICATE_KEY', 400],
    ['a prototype', '{"events":[{"__proto__":{"polluted":true}}]}', 'BODY_FORBIDDEN_KEY', 400],
    ['a body one byte too large', ' '.repeat(bodyLimit + 1), 'BODY_TOO_LARGE', 413],
    ['nothing', '', 'BODY_MISSING', 400],
    ['half a body', '{"events":[', 'BODY_MALFORMED', 400],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'BODY_MALFORMED', 400],
    ['too many items', JSON.stringify({ events: Array.from({ length: 501 }, () => 1) }), 'BODY_INVALID', 400],
  ])('%s is refused by its own name', async (_, payload, code, status) => {
    const response = await raw(payload)
    expect(response.statusCode).toBe(status)
    expect(response.json()).toMatchObject({ code })
  })

  test.each([
    [{ 'content-encoding': 'gzip' }, 'BODY_ENCODED'],
    [{ 'content-type': 'text/plain' }, 'BODY_NOT_JSON'],
  ])('a body sent with %j is refused', async (headers, code) => {
    const response = await raw('{}', headers)
    expect(response.statusCode).toBe(415)
    expect(response.json()).toMatchObject({ code })
  })

  test('NUL is refused in what goes into columns', async () => {
    const answer = await rep.ask('POST', '/v1/approval-requests', {
      ...(await aRequest()),
      rationale: 'a\u0000b',
    })
    expect(answer).toMatchObject({ status: 400, body: { code: 'BODY_NUL' } })
  })

  test('a wrong method names the right ones, an unknown address is not found', async () => {
    const wrong = await harness.app.inject({ method: 'DELETE', url: '/v1/events' })
    expect(wrong.statusCode).toBe(405)
    expect(wrong.headers['allow']).toBe('POST')
    expect((await harness.anonymous('GET', '/v1/nothing')).body.code).toBe('NOT_FOUND')
  })

  test('bytes that are no HTTP get a problem and a closed connection', async () => {
    await harness.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = harness.app.server.address() as AddressInfo
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('\u0000\u0001 nonsense\r\n\r\n'))
      let said = ''
      socket.on('data', (chunk) => (said += String(chunk)))
      socket.on('error', reject)
      socket.on('close', () => resolve(said))
    })
    expect(answer).toContain('HTTP/1.1 400')
    expect(answer).toContain('"code":"REQUEST_INVALID"')
  })

  test('pages of other sites may read nothing, extensions may, and never with cookies', async () => {
    const originOf = async (origin: string) =>
      (await harness.app.inject({ method: 'GET', url: '/v1/session', headers: { origin } })).headers
    expect((await originOf('https://evil.test'))['access-control-allow-origin']).toBeUndefined()
    const extension = await originOf('moz-extension://0b1c2d3e-0000-4000-8000-000000000000')
    expect(extension['access-control-allow-origin']).toBe(
      'moz-extension://0b1c2d3e-0000-4000-8000-000000000000',
    )
    expect(extension['access-control-allow-credentials']).toBeUndefined()
  })

  test('no answer says what the server or the caller keeps secret', async () => {
    const response = await harness.app.inject({
      method: 'GET',
      url: '/v1/bundle',
      headers: { authorization: 'Bearer s3cret-token' },
    })
    expect(response.body).not.toContain('s3cret')
    expect(response.headers['x-powered-by']).toBeUndefined()
    expect(response.headers['content-security-policy']).toContain("default-src 'none'")
  })
})

interface Place {
  readonly holder: Record<string, unknown>
  readonly key: string
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  const holder = value as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])])
}
