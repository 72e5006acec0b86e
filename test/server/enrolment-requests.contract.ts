import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkCode, commitmentTo } from '../../policy/trust/enrolment-check.ts'
import { enrolledSchema, enrolmentCodeSchema } from '../../protocol/http/devices.ts'
import {
  enrolmentAnswerSchema,
  enrolmentRequestedSchema,
  enrolmentRequestViewSchema,
} from '../../protocol/http/enrolment-requests.ts'
import { proofHeader } from '../../protocol/http/proof.ts'
import { ensureTenant } from '../../server/database/ensure-tenant.ts'
import { createDeviceKey } from '../support/device-key.ts'
import type { TestDeviceKey } from '../support/device-key.ts'
import { aTenant, openHarness, origin, sortedStatuses } from './harness.ts'
import type { Harness, Someone } from './harness.ts'
import { storeKind } from './stores.ts'
import { testPolicy } from './test-policy.ts'

const minute = 60_000

/** A browser without a code, that keeps its side of the protocol. */
async function aBrowser(harness: Harness, key?: TestDeviceKey) {
  const own = key ?? (await createDeviceKey())
  const [device, nonce] = [randomUUID(), randomBytes(32).toString('base64url')]
  const named = { browser: 'Chromium 150 on Linux', extensionVersion: '0.1.0' }
  const asked = await harness.anonymous('POST', '/v1/enrolment-requests', {
    ...{ device, publicKey: own.publicKey, ...named, commitment: await commitmentTo(nonce) },
  })
  expect(asked.status).toBe(201)
  const { id, secret, root } = enrolmentRequestedSchema.parse(asked.body)
  const prove = async (path: string, token: string, by = own) => ({
    authorization: `Bearer ${token}`,
    [proofHeader]: await by.prove({
      ...{ method: 'POST', url: origin + path, token, nonce: harness.parts.proofs.nonce() },
    }),
  })
  const path = `/v1/enrolment-requests/${id}`
  return {
    ...{ id, device, secret, root, path, key: own, prove },
    code: await checkCode({ request: id, key: own.publicKey, root, nonce }),
    async ask(by?: TestDeviceKey, shown = nonce) {
      const headers = await prove(`${path}/answer`, secret, by)
      return harness.anonymous('POST', `${path}/answer`, { nonce: shown }, headers)
    },
    /** The code it is given. */
    async answer(): Promise<string> {
      const { state, code } = enrolmentAnswerSchema.parse((await this.ask()).body)
      expect(state).toBe('confirmed')
      return code ?? ''
    },
    async enrol(code: string, by = own, publicKey = by.publicKey) {
      const body = { code, device, publicKey, ...named }
      return harness.anonymous('POST', '/v1/enrolments', body, await prove('/v1/enrolments', code, by))
    },
  }
}

describe(`enrolment by whoever signs in, on ${storeKind}`, () => {
  const tenant = aTenant()
  let harness: Harness
  let time = Date.parse('2026-03-02T09:00:00Z')
  let rep: Someone
  beforeAll(async () => {
    harness = await openHarness(() => new Date(time), { tenant })
    await harness.tenant(testPolicy, tenant)
  })
  beforeEach(async () => {
    rep = await harness.atConsole(tenant, 'riley', ['rep'])
  })
  afterAll(() => harness.close())

  async function waiting(key?: TestDeviceKey) {
    const browser = await aBrowser(harness, key)
    expect((await browser.ask()).body).toEqual({ state: 'waiting', code: null })
    return browser
  }
  const confirm = (browser: { path: string }, code: string, by = rep) =>
    by.ask('POST', `${browser.path}/confirmation`, { code })

  test('a browser asks, the person types what it shows, and it enrols for that person by its key', async () => {
    const browser = await waiting()
    const seen = enrolmentRequestViewSchema.parse((await rep.ask('GET', browser.path)).body)
    expect(seen).toMatchObject({ browser: 'Chromium 150 on Linux', state: 'waiting' })
    expect(JSON.stringify(seen)).not.toContain(browser.code)
    const typed = ` ${browser.code.toLowerCase().replace('-', ' ')} `
    expect((await confirm(browser, typed)).body).toMatchObject({ state: 'confirmed' })
    const answer = await browser.enrol(await browser.answer())
    expect(answer.status).toBe(201)
    const { token, person } = enrolledSchema.parse(answer.body)
    expect(person.email).toBe(rep.email)
    harness.keep(token, browser.key)
    const asked = await harness.anonymous('GET', '/v1/bundle', undefined, {
      authorization: `Bearer ${token}`,
    })
    expect(asked.status).toBe(200)
    const admin = await harness.atConsole(tenant, 'alex', ['admin'])
    expect((await harness.events(admin, '&type=enrolment.confirmed'))[0]).toMatchObject({
      detail: { request: browser.id, device: browser.device },
    })
  })

  test.each([
    ['nobody said yes', async () => {}, 'waiting'],
    [
      'a person said no',
      async (path: string) => void (await rep.ask('POST', `${path}/refusal`, {})),
      'refused',
    ],
    ['ten minutes have passed', async () => void (time += 10 * minute), 'expired'],
  ])('while %s there is no code', async (_, happen, state) => {
    const browser = await waiting()
    await happen(browser.path)
    expect((await browser.ask()).body).toEqual({ state, code: null })
  })

  test('what was answered or is over is not answered again', async () => {
    const refused = await waiting()
    await rep.ask('POST', `${refused.path}/refusal`, {})
    const confirmed = await waiting()
    await confirm(confirmed, confirmed.code)
    const late = await waiting()
    const admin = await harness.atConsole(tenant, 'alex', ['admin'])
    for (const browser of [refused, confirmed]) {
      const answers = [
        await confirm(browser, browser.code, admin),
        await admin.ask('POST', `${browser.path}/refusal`, {}),
      ]
      for (const answer of answers)
        expect(answer).toMatchObject({ status: 409, body: { code: 'ENROLMENT_REQUEST_CLOSED' } })
    }
    time += 10 * minute
    expect((await confirm(late, late.code)).body.code).toBe('ENROLMENT_REQUEST_CLOSED')
    expect((await rep.ask('GET', late.path)).body.state).toBe('expired')
  })

  test('two people who say yes at once: it is the browser of one', async () => {
    const browser = await waiting()
    const other = await harness.atConsole(tenant, 'robin', ['rep'])
    const answers = await Promise.all([confirm(browser, browser.code), confirm(browser, browser.code, other)])
    expect(sortedStatuses(answers)).toEqual([200, 409])
  })

  test('five wrong codes end it, whatever is typed then', async () => {
    const browser = await waiting()
    for (let wrong = 1; wrong <= 5; wrong++)
      expect(await confirm(browser, 'AAAA-AAAA')).toMatchObject({
        status: 422,
        body: { code: 'CHECK_CODE_WRONG' },
      })
    expect((await confirm(browser, browser.code)).status).toBe(409)
    expect((await browser.ask()).body).toEqual({ state: 'refused', code: null })
  })

  test('a person who has another browser before them than the one that asks is stopped by its code', async () => {
    const [own, attacker] = [await waiting(), await waiting()]
    expect((await confirm(attacker, own.code)).body.code).toBe('CHECK_CODE_WRONG')
  })

  test.each([
    ['the key', async () => ({ key: (await createDeviceKey()).publicKey })],
    ['the root', async () => ({ root: 'f'.repeat(32) })],
    ['the request', async () => ({ request: randomUUID() })],
    ['the nonce', async () => ({ nonce: randomBytes(32).toString('base64url') })],
  ])('whoever changes %s on the way changes the code', async (_, change) => {
    const key = (await createDeviceKey()).publicKey
    const terms = { request: randomUUID(), key, root: '0'.repeat(32), nonce: 'n'.repeat(43) }
    expect(await checkCode({ ...terms, ...(await change()) })).not.toBe(await checkCode(terms))
    expect(await checkCode(terms)).toMatch(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/)
  })

  test('a nonce the browser had not committed itself to shows nobody a code', async () => {
    const browser = await aBrowser(harness)
    expect((await browser.ask(undefined, randomBytes(32).toString('base64url'))).status).toBe(404)
    expect((await confirm(browser, browser.code)).body.code).toBe('ENROLMENT_REQUEST_CLOSED')
  })

  test('one that never shows its key is over after a minute', async () => {
    const browser = await aBrowser(harness)
    time += minute
    expect((await browser.ask()).body).toEqual({ state: 'expired', code: null })
  })

  test.each<
    [string, (browser: Awaited<ReturnType<typeof waiting>>) => Promise<Record<string, string>>, string]
  >([
    ['no proof', async ({ secret }) => ({ authorization: `Bearer ${secret}` }), 'PROOF_NEEDED'],
    [
      'the key of a thief',
      async ({ path, secret, prove }) => prove(`${path}/answer`, secret, await createDeviceKey()),
      'KEY_REFUSED',
    ],
    [
      'a proof of another route',
      async ({ secret, prove }) => prove('/v1/enrolments', secret),
      'PROOF_REFUSED',
    ],
    [
      'another secret',
      async ({ path, prove }) => prove(`${path}/answer`, 'x'.repeat(43)),
      'ENROLMENT_REQUEST_UNKNOWN',
    ],
    ['no secret', async () => ({}), 'ENROLMENT_REQUEST_UNKNOWN'],
  ])('with %s nobody learns what became of it', async (_, headersFor, code) => {
    const browser = await waiting()
    await confirm(browser, browser.code)
    const body = { nonce: 'n'.repeat(43) }
    const headers = await headersFor(browser)
    expect((await harness.anonymous('POST', `${browser.path}/answer`, body, headers)).body.code).toBe(code)
  })

  test('a proof that was seen on the way counts once', async () => {
    const browser = await waiting()
    const headers = await browser.prove(`${browser.path}/answer`, browser.secret)
    const send = () => harness.anonymous('POST', `${browser.path}/answer`, { nonce: 'n'.repeat(43) }, headers)
    expect((await send()).status).toBe(200)
    expect((await send()).body.code).toBe('PROOF_REFUSED')
  })

  test('an answer that was lost is asked again, and only the newest code counts, once', async () => {
    const browser = await waiting()
    await confirm(browser, browser.code)
    const [lost, code] = [await browser.answer(), await browser.answer()]
    expect((await browser.enrol(lost)).body.code).toBe('CODE_UNKNOWN')
    expect((await browser.enrol(code)).status).toBe(201)
    expect((await browser.enrol(code)).body.code).toBe('CODE_UNKNOWN')
  })

  test('its code enrols no other key, and not without a proof of its own', async () => {
    const browser = await waiting()
    await confirm(browser, browser.code)
    const code = await browser.answer()
    const thief = await createDeviceKey()
    expect((await browser.enrol(code, thief)).body.code).toBe('CODE_UNKNOWN')
    expect((await browser.enrol(code, thief, browser.key.publicKey)).body.code).toBe('KEY_REFUSED')
    const body = { code, device: browser.device, publicKey: browser.key.publicKey }
    const unproven = await harness.anonymous('POST', '/v1/enrolments', {
      ...{ ...body, browser: 'x', extensionVersion: '1' },
    })
    expect(unproven).toMatchObject({ status: 401, body: { code: 'PROOF_NEEDED' } })
    expect(unproven.headers['dpop-nonce']).toBeTypeOf('string')
    expect((await browser.enrol(code)).status).toBe(201)
  })

  test('its code is over after five minutes', async () => {
    const browser = await waiting()
    await confirm(browser, browser.code)
    const code = await browser.answer()
    time += 5 * minute
    expect((await browser.enrol(code)).body.code).toBe('CODE_UNKNOWN')
  })

  test('a code of an administrator asks for no proof, as before', async () => {
    const admin = await harness.atConsole(tenant, 'alex', ['admin'])
    const offered = await admin.ask('POST', '/v1/enrolment-codes', { email: rep.email })
    const { code } = enrolmentCodeSchema.parse(offered.body)
    const { publicKey } = await createDeviceKey()
    const body = { code, device: randomUUID(), publicKey, browser: 'x', extensionVersion: '1' }
    expect((await harness.anonymous('POST', '/v1/enrolments', body)).status).toBe(201)
  })

  test('a browser of somebody else, or one that was revoked, is not enrolled again', async () => {
    const browser = await waiting()
    await confirm(browser, browser.code)
    await browser.enrol(await browser.answer())
    const nonce = randomBytes(32).toString('base64url')
    const again = async (by: Someone) => {
      const asked = enrolmentRequestedSchema.parse(
        (
          await harness.anonymous('POST', '/v1/enrolment-requests', {
            ...{ device: browser.device, publicKey: browser.key.publicKey, browser: 'x' },
            ...{ extensionVersion: '1', commitment: await commitmentTo(nonce) },
          })
        ).body,
      )
      const path = `/v1/enrolment-requests/${asked.id}`
      const headers = await browser.prove(`${path}/answer`, asked.secret)
      await harness.anonymous('POST', `${path}/answer`, { nonce }, headers)
      const terms = { request: asked.id, key: browser.key.publicKey, root: asked.root, nonce }
      return by.ask('POST', `${path}/confirmation`, { code: await checkCode(terms) })
    }
    const other = await harness.atConsole(tenant, 'robin', ['rep'])
    expect(await again(other)).toMatchObject({ status: 409, body: { code: 'DEVICE_TAKEN' } })
    expect((await again(rep)).status).toBe(200)
    const admin = await harness.atConsole(tenant, 'alex', ['admin'])
    await admin.ask('POST', `/v1/devices/${browser.device}/revocation`, {})
    expect((await again(rep)).body.code).toBe('DEVICE_TAKEN')
  })

  test.each<
    [
      string,
      (browser: { path: string; code: string }) => Promise<{ status: number; body: any }>,
      number,
      string,
    ]
  >([
    [
      'nobody signed in',
      ({ path, code }) => harness.anonymous('POST', `${path}/confirmation`, { code }, { origin }),
      401,
      'SIGNED_OUT',
    ],
    [
      'a person without a role',
      async (browser) => confirm(browser, browser.code, await harness.atConsole(tenant, 'nobody', [])),
      403,
      'ROLE_MISSING',
    ],
    [
      'a page of somewhere else',
      ({ path, code }) => rep.ask('POST', `${path}/confirmation`, { code }, { origin: 'https://evil.test' }),
      403,
      'ORIGIN_FOREIGN',
    ],
    [
      'a person of another tenant',
      async (browser) =>
        confirm(browser, browser.code, await harness.atConsole(await harness.tenant(), 'sam', ['admin'])),
      404,
      'ENROLMENT_REQUEST_UNKNOWN',
    ],
  ])('%s confirms nothing', async (_, attempt, status, code) => {
    const browser = await waiting()
    expect(await attempt(browser)).toMatchObject({ status, body: { code } })
    expect((await browser.ask()).body).toEqual({ state: 'waiting', code: null })
  })

  test('more than a thousand that ask at once are sent away, and let in again when those are over', async () => {
    time += 10 * minute
    const row = { secret_hash: 'x', public_key: '{}', browser: '', extension_version: '', root: '' }
    const at = { asked_at: new Date(time), expires_at: new Date(time + minute) }
    await harness.store.transact({ tenant }, (tx) =>
      tx
        .insertInto('enrolment_requests')
        .values(
          Array.from({ length: 1000 }, () => ({
            ...{ tenant, id: randomUUID(), state: 'asked' as const, device: randomUUID(), ...row, ...at },
            ...{ commitment: '', nonce: null, person: null, decided_at: null, code_hash: null },
          })),
        )
        .execute(),
    )
    const { publicKey } = await createDeviceKey()
    const ask = () =>
      harness.anonymous('POST', '/v1/enrolment-requests', {
        ...{ device: randomUUID(), publicKey, browser: 'x', extensionVersion: '1' },
        commitment: 'a'.repeat(64),
      })
    const refused = await ask()
    expect(refused).toMatchObject({ status: 429, body: { code: 'ENROLMENT_BUSY' } })
    expect(refused.headers['retry-after']).toBeDefined()
    time += minute
    expect((await ask()).status).toBe(201)
    time += 25 * 60 * minute
    await ask()
    const rows = await harness.store.transact({ tenant }, (tx) =>
      tx.selectFrom('enrolment_requests').select('id').execute(),
    )
    expect(rows).toHaveLength(1)
  })

  test('neither secrets nor codes are stored, only their digests', async () => {
    const browser = await waiting()
    await confirm(browser, browser.code)
    const code = await browser.answer()
    const rows = await harness.store.transact({ tenant }, async (tx) => [
      ...(await tx.selectFrom('enrolment_requests').selectAll().execute()),
      ...(await tx.selectFrom('credentials').selectAll().execute()),
    ])
    const written = JSON.stringify(rows)
    for (const secret of [browser.secret, code, code.replaceAll('-', ''), browser.code])
      expect(written).not.toContain(secret)
  })

  test('a server that has no root yet asks for patience', async () => {
    const early = await openHarness(() => new Date(time), { tenant: aTenant() })
    await ensureTenant(early.store, early.parts.tenant)
    const { publicKey } = await createDeviceKey()
    const about = { device: randomUUID(), publicKey, browser: 'x', extensionVersion: '1' }
    const body = { ...about, commitment: 'a'.repeat(64) }
    expect((await early.anonymous('POST', '/v1/enrolment-requests', body)).status).toBe(429)
    await early.close()
  })
})
