import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enrolledSchema } from '../../protocol/http/devices.ts'
import { fleetTokenListSchema, madeFleetTokenSchema } from '../../protocol/http/fleet.ts'
import type { FleetTokenRequest } from '../../protocol/http/fleet.ts'
import { managedValues } from '../../protocol/managed.ts'
import { createDeviceKey } from '../support/device-key.ts'
import type { TestDeviceKey } from '../support/device-key.ts'
import { openHarness, sortedStatuses } from './harness.ts'
import type { Harness, Someone } from './harness.ts'
import { storeKind } from './stores.ts'

describe(`fleet tokens on ${storeKind}`, () => {
  let harness: Harness
  let time = Date.parse('2026-03-02T09:00:00.000Z')
  beforeAll(async () => {
    harness = await openHarness(() => new Date(time))
  })
  afterAll(() => harness.close())

  async function scene(asked: Partial<FleetTokenRequest> = {}) {
    const tenant = await harness.tenant()
    const rep = await harness.rep(tenant, 'riley', ['sales'])
    const admin = await harness.atConsole(tenant, 'alex', ['admin'])
    const body = { label: 'Berlin', group: null, domain: null, uses: 2, days: 30, ...asked }
    const answer = await admin.ask('POST', '/v1/fleet-tokens', body)
    expect(answer.status).toBe(201)
    const { token, made } = madeFleetTokenSchema.parse(answer.body)
    return { tenant, rep, admin, token, made }
  }
  let key: TestDeviceKey
  beforeAll(async () => {
    key = await createDeviceKey()
  })
  const enrol = (code: string, person?: string, device: string = randomUUID()) =>
    harness.anonymous('POST', '/v1/enrolments', {
      ...{ code, device, publicKey: key.publicKey, browser: 'Chromium 140' },
      ...{ extensionVersion: '0.1.0', ...(person !== undefined && { person }) },
    })
  const listed = async (admin: Someone) =>
    fleetTokenListSchema.parse((await admin.ask('GET', '/v1/fleet-tokens')).body).items

  test('one enrols as many browsers as it may, each for the person it is presented with', async () => {
    const { rep, admin, token, made } = await scene()
    expect(managedValues.enrolmentToken.safeParse(token).success).toBe(true)
    const first = await enrol(token, rep.email.toUpperCase())
    expect(first.status).toBe(201)
    expect(enrolledSchema.parse(first.body).person.email).toBe(rep.email)
    expect((await enrol(token, rep.email)).status).toBe(201)
    expect(await enrol(token, rep.email)).toMatchObject({ status: 403, body: { code: 'TOKEN_USED_UP' } })
    expect(await listed(admin)).toMatchObject([{ id: made.id, uses: 2, mostUses: 2, madeBy: 'alex' }])
    const registered = await harness.events(admin, '&type=device.registered')
    expect(registered[0]).toMatchObject({ detail: { fleetToken: made.id } })
  })

  test('its last use, asked for by five browsers at once, enrols one', async () => {
    const { rep, token } = await scene({ uses: 1 })
    const answers = await Promise.all(Array.from({ length: 5 }, () => enrol(token, rep.email)))
    expect(sortedStatuses(answers)).toEqual([201, 403, 403, 403, 403])
  })

  test('a browser that enrols again costs no further use', async () => {
    const { rep, admin, token } = await scene({ uses: 1 })
    const device = randomUUID()
    expect((await enrol(token, rep.email, device)).status).toBe(201)
    expect((await enrol(token, rep.email, device)).status).toBe(201)
    expect(await listed(admin)).toMatchObject([{ uses: 1 }])
  })

  test('without a person, or for one who is unknown, it enrols nobody', async () => {
    const { token } = await scene()
    expect(await enrol(token)).toMatchObject({ status: 422, body: { code: 'PERSON_MISSING' } })
    expect(await enrol(token, 'new@acme.test')).toMatchObject({
      status: 404,
      body: { code: 'PERSON_UNKNOWN' },
    })
  })

  test('for a mail domain it adds people of it as reps, and nobody of another', async () => {
    const { admin, token } = await scene({ domain: 'acme.test' })
    const enrolled = enrolledSchema.parse((await enrol(token, 'New.Person@acme.test')).body)
    expect(enrolled).toMatchObject({ person: { email: 'new.person@acme.test' }, roles: ['rep'] })
    for (const other of ['new@evil-acme.test', 'new@acme.test.evil.test'])
      expect((await enrol(token, other)).body.code).toBe('PERSON_UNKNOWN')
    expect(await listed(admin)).toMatchObject([{ uses: 1 }])
  })

  test('for whoever is more than a rep, or not of its group, it is refused and recorded', async () => {
    const { tenant, rep, admin, token, made } = await scene({ group: 'sales' })
    const robin = await harness.rep(tenant, 'robin')
    await harness.atConsole(tenant, 'avery', ['rep', 'approver'], ['sales'])
    for (const person of [robin.email, admin.email, 'avery@example.test'])
      expect(await enrol(token, person)).toMatchObject({ status: 403, body: { code: 'PERSON_NOT_ALLOWED' } })
    expect((await enrol(token, rep.email)).status).toBe(201)
    const refused = await harness.events(admin, '&type=enrolment.refused')
    expect(refused.map(({ detail }) => detail)).toContainEqual(
      expect.objectContaining({ token: made.id, for: admin.email }),
    )
    expect(await listed(admin)).toMatchObject([{ uses: 1 }])
  })

  test('a revoked browser does not come back by it, and none of its uses is lost over that', async () => {
    const { rep, admin, token } = await scene()
    await admin.ask('POST', `/v1/devices/${rep.device}/revocation`, {})
    expect((await enrol(token, rep.email, rep.device)).body.code).toBe('DEVICE_TAKEN')
    expect(await listed(admin)).toMatchObject([{ uses: 0 }])
  })

  test('it ends when it is revoked and when its time is over; browsers it enrolled stay', async () => {
    const { rep, admin, token, made } = await scene()
    const enrolled = enrolledSchema.parse((await enrol(token, rep.email)).body)
    expect((await admin.ask('POST', `/v1/fleet-tokens/${made.id}/revocation`, {})).body.revokedAt).not.toBe(
      null,
    )
    expect(await enrol(token, rep.email)).toMatchObject({ status: 403, body: { code: 'CODE_UNKNOWN' } })
    harness.keep(enrolled.token, key)
    const authorization = `Bearer ${enrolled.token}`
    const answer = await harness.anonymous('GET', '/v1/bundle', undefined, { authorization })
    expect(answer.status).toBe(200)
    expect((await admin.ask('POST', `/v1/fleet-tokens/${randomUUID()}/revocation`, {})).status).toBe(404)
    const other = await scene({ days: 1 })
    time += 86_400_000
    expect((await enrol(other.token, other.rep.email)).body.code).toBe('CODE_UNKNOWN')
  })

  test('it opens nothing by itself, is no session, and only an admin makes one', async () => {
    const { tenant, token } = await scene()
    for (const secret of [token, token.split('.')[0], token.split('.')[0]?.replaceAll('-', '')]) {
      const asked = await harness.anonymous('GET', '/v1/bundle', undefined, {
        authorization: `Bearer ${secret}`,
      })
      expect(asked.status).toBe(401)
    }
    const approver = await harness.atConsole(tenant, 'avery', ['approver'])
    expect((await approver.ask('GET', '/v1/fleet-tokens')).status).toBe(403)
    expect((await approver.ask('POST', '/v1/fleet-tokens', {})).status).toBe(403)
  })

  test('one tenant neither sees nor revokes the tokens of another', async () => {
    const { made } = await scene()
    const other = await scene()
    expect((await listed(other.admin)).map(({ id }) => id)).toEqual([other.made.id])
    const answer = await other.admin.ask('POST', `/v1/fleet-tokens/${made.id}/revocation`, {})
    expect(answer.body.code).toBe('FLEET_TOKEN_UNKNOWN')
  })
})
