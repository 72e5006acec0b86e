import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deviceListSchema } from '../../protocol/http/devices.ts'
import { siteHealthSchema } from '../../protocol/http/site-health.ts'
import type { SiteTrouble } from '../../protocol/http/site-health.ts'
import { checkPacks } from '../../sites/registry.ts'
import { anEvent } from './events.ts'
import { openHarness } from './harness.ts'
import type { Harness, Rep, Someone } from './harness.ts'
import { storeKind } from './stores.ts'

const practice = checkPacks().good.find(({ id }) => id === 'practice')!
const fingerprint = 'body>main>form>button[data-command type type=submit]'

describe(`site health on ${storeKind}`, () => {
  let harness: Harness
  let time = Date.parse('2026-03-02T09:00:00.000Z')
  beforeAll(async () => {
    harness = await openHarness(() => new Date(time))
  })
  afterAll(() => harness.close())

  async function scene() {
    const tenant = await harness.tenant()
    const rep = await harness.rep(tenant, 'riley')
    const admin = await harness.atConsole(tenant, 'alex', ['admin'])
    return { tenant, rep, admin, second: await harness.atConsole(tenant, 'ada', ['admin']) }
  }
  const report = async (rep: Rep, sequence: number, change: object = {}) => {
    const detail = { missing: ['attribute'], fingerprint }
    const event = anEvent(rep.device, sequence, { type: 'surface.degraded', detail, ...change })
    expect((await rep.ask('POST', '/v1/events', { events: [event] })).status).toBe(200)
  }
  const troubles = async (who: Someone): Promise<SiteTrouble[]> =>
    siteHealthSchema.parse((await who.ask('GET', '/v1/site-health')).body).items
  const degraded = async (admin: Someone) =>
    deviceListSchema.parse((await admin.ask('GET', '/v1/devices?only=degraded')).body).items.length

  /** The repair: data only, drafted by one administrator, and confirmed by another, as it could let pass what is held. */
  async function mend(admin: Someone, second: Someone): Promise<void> {
    const [attribute, ...others] = practice.surfaces[0]!.control!.locators
    const locators = [{ ...attribute!, css: 'button[data-command="save"]' }, ...others]
    const surfaces = practice.surfaces.map((surface, index) =>
      index === 0 ? { ...surface, control: { ...surface.control!, locators } } : surface,
    )
    const draft = { revision: 0, pack: { ...practice, surfaces }, bindings: {}, note: '' }
    const drafted = await admin.ask('PUT', '/v1/packs/practice/draft', draft)
    const source = { from: 'draft', revision: drafted.body.draft.revision }
    const asked = await admin.ask('POST', '/v1/packs/practice/publication', { source, note: 'Renamed.' })
    expect(asked.status).toBe(202)
    expect((await troubles(admin))[0]?.mended).toBeNull()
    const { items } = (await second.ask('GET', '/v1/policy/proposals')).body
    const path = `/v1/policy/proposals/${asked.body.proposal}/confirmation`
    expect((await second.ask('POST', path, { digest: items[0].digest })).status).toBe(200)
  }

  test('F7 a degraded surface is listed with how its page is built, and a pack that a second person confirmed answers it', async () => {
    const { tenant, rep, admin, second } = await scene()
    const robin = await harness.rep(tenant, 'robin')
    expect(await troubles(admin)).toEqual([])
    await report(rep, 1)
    time += 60_000
    await report(robin, 1)
    expect(await troubles(admin)).toEqual([
      {
        ...{ site: 'practice', siteName: 'Practice CRM' },
        ...{ surface: 'opportunity-save', surfaceName: 'Save an opportunity' },
        ...{ accounts: ['crm'], missing: ['attribute'], fingerprint, devices: 2, mended: null },
        ...{ firstAt: '2026-03-02T09:00:00.000Z', lastAt: '2026-03-02T09:01:00.000Z' },
      },
    ])
    expect(await degraded(admin)).toBe(2)

    await mend(admin, second)
    expect((await troubles(admin))[0]?.mended).toMatchObject({ version: 2, devices: 0 })
    expect(await degraded(admin)).toBe(0)
    await rep.ask('POST', '/v1/devices/status', status(2))
    expect((await troubles(admin))[0]?.mended).toMatchObject({ version: 2, devices: 1 })

    // The repair did not fit: who has it says so.
    await report(rep, 2, { bundleVersion: 2, detail: { missing: ['control'] } })
    expect(await troubles(admin)).toMatchObject([{ missing: ['control'], fingerprint: null, mended: null }])
    expect(await degraded(admin)).toBe(1)
  })

  test('what was not met for a week, an unknown site, another tenant and whoever is no administrator see nothing of it', async () => {
    const { tenant, rep, admin } = await scene()
    const subject = { ...anEvent(rep.device, 1).subject, site: 'nowhere' }
    await report(rep, 1, { subject })
    expect(await troubles(admin)).toEqual([])
    await report(rep, 2)
    const other = await scene()
    expect(await troubles(other.admin)).toEqual([])
    expect(await troubles(admin)).toHaveLength(1)
    const approver = await harness.atConsole(tenant, 'avery', ['approver'])
    expect((await approver.ask('GET', '/v1/site-health')).status).toBe(403)
    time += 7 * 86_400_000
    const later = await harness.atConsole(tenant, 'alex', ['admin'])
    expect(await troubles(later)).toEqual([])
  })

  const status = (bundleVersion: number) => ({
    ...{ bundleVersion, bundleDigest: null, extensionVersion: '0.1.0', unsent: 0, rejected: 0 },
    ...{ problem: null, missingHosts: [], managed: 'none', managedProblems: [], lease: 'fresh' },
    sentAt: new Date(time).toISOString(),
  })
})
