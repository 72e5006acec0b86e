import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deviceListSchema } from '../../protocol/http/devices.ts'
import type { Device, DeviceStatus } from '../../protocol/http/devices.ts'
import { anEvent } from './events.ts'
import { openHarness } from './harness.ts'
import type { Harness, Rep, Someone } from './harness.ts'
import { storeKind } from './stores.ts'
import { testPolicy } from './test-policy.ts'

const hour = 3_600_000

describe(`coverage of the fleet on ${storeKind}`, () => {
  let harness: Harness
  let time = Date.parse('2026-03-02T09:00:00.000Z')
  beforeAll(async () => {
    harness = await openHarness(() => new Date(time))
  })
  afterAll(() => harness.close())

  const report = (rep: Rep, change: Partial<DeviceStatus> = {}) =>
    rep.ask('POST', '/v1/devices/status', {
      ...{ bundleVersion: 1, bundleDigest: null, extensionVersion: '0.1.0', unsent: 0, rejected: 0 },
      ...{ problem: null, missingHosts: [], managed: 'in-force', managedProblems: [], lease: 'fresh' },
      ...{ sentAt: new Date(time).toISOString(), ...change },
    } satisfies DeviceStatus)
  const listed = async (admin: Someone, query = '') =>
    deviceListSchema.parse((await admin.ask('GET', `/v1/devices${query}`)).body)
  const flagsOf = async (admin: Someone, rep: Rep): Promise<Device['flags']> =>
    (await listed(admin)).items.find(({ id }) => id === rep.device)?.flags ?? []

  async function scene() {
    const tenant = await harness.tenant()
    const rep = await harness.rep(tenant, 'riley', ['sales', 'berlin'])
    const admin = await harness.atConsole(tenant, 'alex', ['admin'])
    return { tenant, rep, admin }
  }

  test('a device that says all is well is counted as that, in each of its groups', async () => {
    const { tenant, rep, admin } = await scene()
    const robin = await harness.rep(tenant, 'robin', ['sales'])
    await report(rep)
    await report(robin, { managed: 'none' })
    const { items, total, coverage } = await listed(admin)
    expect([items.length, total]).toEqual([2, 2])
    expect(coverage).toMatchObject({
      ...{ devices: 2, well: 2, current: { version: 1 } },
      ...{ extensions: [{ name: '0.1.0', count: 2 }], policies: [{ name: '1', count: 2 }] },
      groups: [
        { name: 'sales', devices: 2, well: 2 },
        { name: 'berlin', devices: 1, well: 1 },
      ],
    })
    expect(coverage.flags.unmanaged).toBe(1)
  })

  test('F79 what each says of itself is named: configuration, hosts, clock, refused events, refused policy', async () => {
    const { rep, admin } = await scene()
    const said: readonly [Partial<DeviceStatus>, Device['flags']][] = [
      [{ managed: 'misconfigured', managedProblems: ['serverUrl: INVALID'] }, ['misconfigured']],
      [{ missingHosts: ['https://crm.acme.test/*'] }, ['hosts']],
      [{ sentAt: new Date(time - 6 * 60_000).toISOString() }, ['clock']],
      [{ sentAt: new Date(time + 4 * 60_000).toISOString() }, []],
      [{ sentAt: 'yesterday' }, []],
      [{ rejected: 2 }, ['unsent']],
      [{ problem: 'POLICY_ROLLBACK' }, ['problem']],
    ]
    for (const [change, flags] of said) {
      expect((await report(rep, change)).status).toBe(204)
      expect(await flagsOf(admin, rep), JSON.stringify(change)).toEqual(flags)
    }
    await report(rep, { missingHosts: ['https://crm.acme.test/*'] })
    expect((await listed(admin)).coverage.hosts).toEqual([{ name: 'https://crm.acme.test/*', count: 1 }])
  })

  test('silence of a day, a policy and an extension that others have are seen from the outside', async () => {
    const { tenant, rep, admin } = await scene()
    const robin = await harness.rep(tenant, 'robin')
    await report(rep)
    await report(robin, { extensionVersion: '0.1.10' })
    expect(await flagsOf(admin, rep)).toEqual(['outdated'])
    expect(await flagsOf(admin, robin)).toEqual([])
    time += 2 * hour
    await harness.publish(tenant, testPolicy)
    await report(robin, { extensionVersion: '0.1.10', bundleVersion: 2 })
    expect(await flagsOf(admin, rep)).toEqual(['outdated'])
    time += hour + 1
    expect(await flagsOf(admin, rep)).toEqual(['behind', 'outdated'])
    time += 22 * hour
    const later = await harness.atConsole(tenant, 'alex', ['admin'])
    expect(await flagsOf(later, rep)).toEqual(['silent', 'behind', 'outdated'])
    expect((await listed(later, '?only=behind')).items.map(({ id }) => id)).toEqual([rep.device])
    expect((await listed(later, '?only=behind')).coverage.devices).toBe(2)
  })

  test('a place on a page that broke is counted for a day, once for each device', async () => {
    const { tenant, rep, admin } = await scene()
    await report(rep)
    const broken = (sequence: number) =>
      anEvent(rep.device, sequence, { type: 'surface.degraded', detail: { missing: ['amount'] } })
    for (const sequence of [1, 2]) await rep.ask('POST', '/v1/events', { events: [broken(sequence)] })
    const { items, coverage } = await listed(admin, '?only=degraded')
    expect(items).toMatchObject([{ degraded: [{ site: 'practice', surface: 'opportunity-save' }] }])
    expect(coverage.sites).toEqual([{ name: 'practice / opportunity-save', count: 1 }])
    time += 24 * hour
    const later = await harness.atConsole(tenant, 'alex', ['admin'])
    expect((await listed(later, '?only=degraded')).items).toEqual([])
  })

  test('a revoked device is listed and counted nowhere; of another tenant nothing is seen', async () => {
    const { rep, admin } = await scene()
    const other = await scene()
    await report(rep, { managed: 'misconfigured' })
    await admin.ask('POST', `/v1/devices/${rep.device}/revocation`, {})
    const { items, coverage } = await listed(admin, '?only=revoked&all=1')
    expect(items).toMatchObject([{ id: rep.device, flags: [] }])
    expect([coverage.devices, coverage.flags.misconfigured]).toEqual([0, 0])
    expect((await listed(other.admin)).items.map(({ id }) => id)).toEqual([other.rep.device])
    expect((await admin.ask('GET', '/v1/devices?only=everything')).status).toBe(400)
  })

  test('a report that is too long or says what no report says is refused, and nothing is kept of it', async () => {
    const { rep, admin } = await scene()
    expect((await report(rep, { managedProblems: ['x'.repeat(151)] })).status).toBe(400)
    expect((await report(rep, { extra: randomUUID() } as Partial<DeviceStatus>)).status).toBe(400)
    expect((await report(rep, { problem: '\ud800', lease: 'fresh' })).status).toBe(204)
    expect((await listed(admin)).items[0]?.report?.problem).toBe('\ufffd')
  })
})
