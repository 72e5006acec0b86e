import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  deviceListSchema,
  enrolledSchema,
  enrolmentCodeSchema,
  peopleSchema,
} from '../../protocol/http/devices.ts'
import { sessionSchema } from '../../protocol/http/session.ts'
import { createDeviceKey } from '../support/device-key.ts'
import type { TestDeviceKey } from '../support/device-key.ts'
import { openHarness, origin, sortedStatuses } from './harness.ts'
import type { Harness, Someone } from './harness.ts'
import { storeKind } from './stores.ts'

describe(`devices and people on ${storeKind}`, () => {
  let harness: Harness
  let time = Date.parse('2026-03-02T09:00:00.000Z')
  beforeAll(async () => {
    harness = await openHarness(() => new Date(time))
  })
  afterAll(() => harness.close())

  let key: TestDeviceKey
  beforeAll(async () => {
    key = await createDeviceKey()
  })
  const enrolment = (code: string, device: string = randomUUID()) => ({
    ...{
      code,
      device,
      publicKey: key.publicKey,
      browser: 'Chromium 140',
      extensionVersion: '0.1.0',
    },
  })
  async function scene() {
    const tenant = await harness.tenant()
    const rep = await harness.rep(tenant)
    const admin = await harness.atConsole(tenant, 'alex', ['admin'])
    return { tenant, rep, admin }
  }
  const offer = async (admin: Someone, email: string) =>
    enrolmentCodeSchema.parse((await admin.ask('POST', '/v1/enrolment-codes', { email })).body).code
  const enrol = (code: string, device?: string) =>
    harness.anonymous('POST', '/v1/enrolments', enrolment(code, device))

  test('a code enrols one device, however it is typed, and is spent by it', async () => {
    const { tenant, rep, admin } = await scene()
    const code = await offer(admin, rep.email.toUpperCase())
    const answer = await enrol(` ${code.toLowerCase().replaceAll('-', ' ')}`)
    expect(answer.status).toBe(201)
    expect(enrolledSchema.parse(answer.body)).toMatchObject({
      tenant,
      consoleUrl: origin,
      person: { email: rep.email },
    })
    expect(Buffer.from(answer.body.token, 'base64url')).toHaveLength(32)
    expect(await enrol(code)).toMatchObject({ status: 403, body: { code: 'CODE_UNKNOWN' } })
  })

  test('a code spent by five devices at once enrols one', async () => {
    const { rep, admin } = await scene()
    const code = await offer(admin, rep.email)
    const answers = await Promise.all(Array.from({ length: 5 }, () => enrol(code)))
    expect(sortedStatuses(answers)).toEqual([201, 403, 403, 403, 403])
  })

  test.each([
    [-1, 201],
    [0, 403],
  ])('a code %i ms from its end answers %i', async (offset, status) => {
    const { rep, admin } = await scene()
    const code = await offer(admin, rep.email)
    time += 15 * 60_000 + offset
    expect((await enrol(code)).status).toBe(status)
  })

  test('no code is made for somebody unknown, nor by anybody but an admin', async () => {
    const { tenant, admin } = await scene()
    const approver = await harness.atConsole(tenant, 'avery', ['approver'])
    expect(await admin.ask('POST', '/v1/enrolment-codes', { email: 'no@one.test' })).toMatchObject({
      status: 404,
      body: { code: 'PERSON_UNKNOWN' },
    })
    expect(await approver.ask('POST', '/v1/enrolment-codes', { email: 'a@b.test' })).toMatchObject({
      status: 403,
      body: { code: 'ROLE_MISSING' },
    })
  })

  test('a device that enrols again gets a new token, and the old one stops working', async () => {
    const { rep, admin } = await scene()
    const answer = await enrol(await offer(admin, rep.email), rep.device)
    expect(answer.status).toBe(201)
    expect((await rep.ask('GET', '/v1/bundle')).status).toBe(401)
  })

  test('a device of one person cannot be taken over by another', async () => {
    const { tenant, rep, admin } = await scene()
    const other = await harness.rep(tenant, 'robin')
    const answer = await enrol(await offer(admin, other.email), rep.device)
    expect(answer).toMatchObject({ status: 409, body: { code: 'DEVICE_TAKEN' } })
    expect((await rep.ask('GET', '/v1/bundle')).status).toBe(200)
  })

  test('a revoked device is told so at once and cannot come back under its id', async () => {
    const { rep, admin } = await scene()
    const revoked = await admin.ask('POST', `/v1/devices/${rep.device}/revocation`, {})
    expect(revoked.body.revokedAt).toBe(new Date(time).toISOString())
    expect(await rep.ask('GET', '/v1/bundle')).toMatchObject({
      status: 401,
      body: { code: 'DEVICE_REVOKED' },
    })
    expect((await enrol(await offer(admin, rep.email), rep.device)).body.code).toBe('DEVICE_TAKEN')
    expect((await harness.events(admin, '&type=device.revoked'))[0]).toMatchObject({
      detail: { device: rep.device },
    })
    expect((await admin.ask('POST', `/v1/devices/${randomUUID()}/revocation`, {})).body.code).toBe(
      'DEVICE_UNKNOWN',
    )
  })

  test('a device says what runs on it, and the admin sees it', async () => {
    const { rep, admin } = await scene()
    const status = {
      bundleVersion: 1,
      bundleDigest: null,
      extensionVersion: '0.2.0',
      unsent: 3,
      rejected: 0,
      problem: null,
    }
    expect((await rep.ask('POST', '/v1/devices/status', status)).status).toBe(204)
    const devices = deviceListSchema.parse((await admin.ask('GET', '/v1/devices')).body)
    expect(devices.items).toMatchObject([
      { id: rep.device, bundleVersion: 1, extensionVersion: '0.2.0', revokedAt: null },
    ])
    expect(
      peopleSchema.parse((await admin.ask('GET', '/v1/people')).body).items.map((person) => person.name),
    ).toEqual(['alex', 'riley'])
  })

  test('neither tokens nor codes nor cookies are stored, only their digests', async () => {
    const { tenant, rep, admin } = await scene()
    const code = await offer(admin, rep.email)
    const rows = await harness.store.transact({ tenant }, (tx) =>
      tx.selectFrom('credentials').selectAll().execute(),
    )
    expect(rows.every((row) => /^[0-9a-f]{64}$/.test(row.hash))).toBe(true)
    const written = JSON.stringify(rows)
    expect([rep.token, code, code.replaceAll('-', '')].filter((secret) => written.includes(secret))).toEqual(
      [],
    )
  })

  describe('a session', () => {
    test('says who is signed in, until it ends', async () => {
      const { tenant, admin } = await scene()
      expect(sessionSchema.parse((await admin.ask('GET', '/v1/session')).body)).toMatchObject({
        tenant,
        roles: ['admin'],
      })
      time += 12 * 3_600_000
      expect(await admin.ask('GET', '/v1/session')).toMatchObject({
        status: 401,
        body: { code: 'SESSION_EXPIRED' },
      })
    })

    test('ends with sign-out', async () => {
      const { admin } = await scene()
      expect((await admin.ask('POST', '/v1/sign-out')).status).toBe(204)
      expect(await admin.ask('GET', '/v1/session')).toMatchObject({
        status: 401,
        body: { code: 'SIGNED_OUT' },
      })
    })

    test.each([{ origin: 'https://evil.test' }, { origin: 'null' }, { origin: 'chrome-extension://abc' }])(
      'changes nothing for a request from %j',
      async (headers) => {
        const { admin } = await scene()
        const answer = await admin.ask('POST', '/v1/enrolment-codes', { email: 'a@b.test' }, headers)
        expect(answer).toMatchObject({ status: 403, body: { code: 'ORIGIN_FOREIGN' } })
      },
    )

    test('is no token and a token is no session', async () => {
      const { rep } = await scene()
      const asCookie = await harness.anonymous('GET', '/v1/session', undefined, {
        cookie: `countersign_session=${rep.token}`,
      })
      expect(asCookie).toMatchObject({ status: 403, body: { code: 'TOKEN_WRONG_KIND' } })
      expect(await rep.ask('GET', '/v1/session')).toMatchObject({
        status: 403,
        body: { code: 'TOKEN_WRONG_KIND' },
      })
    })

    test.each(['', 'Bearer', 'Bearer ', 'Basic eDp5', `Bearer ${'x'.repeat(5000)}`, 'Bearer \u00e9'])(
      '%j as authorization is a 401',
      async (authorization) => {
        const answer = await harness.anonymous('GET', '/v1/bundle', undefined, { authorization })
        expect(answer.status).toBe(401)
      },
    )
  })
})
