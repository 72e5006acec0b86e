import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bundle } from '../../policy/bundle.ts'
import {
  devicePackSchema,
  packDetailSchema,
  packFindingsSchema,
  packListSchema,
  packVersionDocumentSchema,
  workflowChoicesSchema,
} from '../../protocol/http/packs.ts'
import { sitePackSchema } from '../../protocol/site-pack.ts'
import { checkPacks } from '../../sites/registry.ts'
import { aPack, aSurface } from '../support/a-pack.ts'
import { openHarness, sortedStatuses } from './harness.ts'
import type { Answer, Harness, Rep, Someone } from './harness.ts'
import { storeKind } from './stores.ts'

describe(`site packs on ${storeKind}`, () => {
  let harness: Harness
  beforeAll(async () => {
    harness = await openHarness()
  })
  afterAll(() => harness.close())

  async function scene(): Promise<{ tenant: string; device: Rep; admin: Someone; second: Someone }> {
    const tenant = await harness.tenant()
    const device = await harness.rep(tenant)
    const admin = await harness.atConsole(tenant, 'alex', ['admin'])
    return { tenant, device, admin, second: await harness.atConsole(tenant, 'ada', ['admin']) }
  }
  const save = (
    who: Someone,
    revision = 0,
    pack: unknown = aPack(),
    bindings: unknown = { 'deal-save': 'mail' },
  ) => who.ask('PUT', '/v1/packs/acme/draft', { revision, pack, bindings, note: '' })
  const publish = (who: Someone, source: unknown) =>
    who.ask('POST', '/v1/packs/acme/publication', { source, note: 'New tool.' })
  /** What could let pass what is held today waits for a second person, who confirms it here. */
  async function confirmed(answer: Answer, second: Someone, id = 'acme'): Promise<Answer> {
    expect(answer.status).toBe(202)
    const { items } = (await second.ask('GET', '/v1/policy/proposals')).body
    const { digest } = items.find((one: { id: string }) => one.id === answer.body.proposal)
    const done = await second.ask('POST', `/v1/policy/proposals/${answer.body.proposal}/confirmation`, {
      digest,
    })
    expect(done.status).toBe(200)
    return second.ask('GET', `/v1/packs/${id}`)
  }
  const bundleOf = async (who: Rep): Promise<Bundle> =>
    JSON.parse((await who.ask('GET', '/v1/bundle')).body.payload)

  test('the built-in packs are listed as such, and nothing is in force that is not in the bundle', async () => {
    const { admin } = await scene()
    const list = packListSchema.parse((await admin.ask('GET', '/v1/packs')).body)
    expect(list.bundleVersion).toBe(1)
    expect(list.items.map(({ id, state, draft }) => [id, state, draft])).toEqual(
      checkPacks()
        .good.toSorted((left, right) => left.name.localeCompare(right.name))
        .map(({ id }) => [id, 'built-in', null]),
    )
  })

  test('F6 what the console gets of a built-in pack is the file the extension ships', async () => {
    const { admin } = await scene()
    for (const pack of checkPacks().good) {
      const { body } = await admin.ask('GET', `/v1/packs/${pack.id}`)
      expect(packDetailSchema.parse(body).builtIn, pack.id).toEqual(pack)
    }
  })

  test('a draft is saved, published in the next bundle, and its surfaces are bound to the workflow that was chosen', async () => {
    const { admin, device } = await scene()
    const drafted = packDetailSchema.parse((await save(admin)).body)
    expect(drafted).toMatchObject({
      state: 'draft',
      version: null,
      draft: { revision: 1, savedBy: { name: 'alex' } },
    })
    expect((await bundleOf(device)).packs).toEqual([])

    const answer = await publish(admin, { from: 'draft', revision: 1 })
    expect(answer.status).toBe(201)
    expect(packDetailSchema.parse(answer.body)).toMatchObject({
      ...{ state: 'published', version: 1, bundleVersion: 2, draft: null, bindings: { 'deal-save': 'mail' } },
      versions: [{ version: 1, bundleVersion: 2, note: 'New tool.', publishedBy: { name: 'alex' } }],
    })
    const bundle = await bundleOf(device)
    expect(bundle.packs.map((pack) => sitePackSchema.parse(pack).id)).toEqual(['acme'])
    expect(bundle.workflows.find(({ id }) => id === 'mail')?.surfaces).toContain('acme/deal-save')
    expect(await harness.events(admin, '&type=pack.published')).toHaveLength(1)
  })

  test('of two people who edit one draft the second is told, and nothing of the first is lost', async () => {
    const { admin } = await scene()
    expect(sortedStatuses(await Promise.all([save(admin), save(admin), save(admin)]))).toEqual([
      200, 409, 409,
    ])
    expect((await save(admin, 1, aPack({ name: 'First' }))).status).toBe(200)
    const second = await save(admin, 1, aPack({ name: 'Second' }))
    expect(second).toMatchObject({ status: 409, body: { code: 'PACK_CONFLICT' } })
    expect((await admin.ask('GET', '/v1/packs/acme')).body.draft).toMatchObject({
      revision: 2,
      pack: { name: 'First' },
    })
    expect((await publish(admin, { from: 'draft', revision: 1 })).body.code).toBe('PACK_CONFLICT')
  })

  test('a draft that was taken away never gives its revision to another one', async () => {
    const { admin } = await scene()
    await save(admin)
    const removal = () => admin.ask('POST', '/v1/packs/acme/draft/removal', { revision: 1 })
    expect(sortedStatuses([await removal(), await removal()])).toEqual([204, 409])
    expect((await admin.ask('GET', '/v1/packs/acme')).status).toBe(404)
    expect((await save(admin)).body.draft.revision).toBe(3)
    expect((await save(admin, 1)).status).toBe(409)
  })

  const control = aSurface().control!
  test.for<[string, unknown, string]>([
    ['no pack at all', null, 'the whole'],
    ['an unknown member', { ...aPack(), script: 'alert(1)' }, 'script'],
    [
      'a surface without a name',
      { ...aPack(), surfaces: [{ ...aSurface(), name: undefined }] },
      'is missing',
    ],
    ['an id with capitals', aPack({ surfaces: [aSurface({ id: 'Deal Save' })] }), 'small letters'],
    ['another id', aPack({ id: 'other' }), 'cannot be changed'],
    ['no host pattern', aPack({ hosts: ['crm.acme.test'] }), 'is not a host'],
    ['every host', aPack({ hosts: ['https://*/*'] }), 'not this application'],
    ['a whole domain', aPack({ hosts: ['https://*.com/*'] }), 'not this application'],
    ['a template that can stand still', aPack({ account: `/${'{a}{b}{c}{d}'}` }), 'more than one way'],
    ['a name used twice', aPack({ account: '/{a}/{a}' }), 'more than one way'],
    ['a broken selector', aPack({ detect: ['button[['] }), 'is not a CSS selector'],
    ['a selector of a library', aPack({ detect: ['button:visible'] }), 'not every browser knows'],
    ['a costly selector', aPack({ detect: [':has(:has(:has(a)))'] }), 'slow down'],
    [
      'a threshold of nothing',
      aPack({ surfaces: [aSurface({ control: { ...control, threshold: 0 } })] }),
      'above 0',
    ],
    [
      'a threshold out of reach',
      aPack({ surfaces: [aSurface({ control: { ...control, threshold: 9 } })] }),
      'weigh 5',
    ],
    [
      'an unknown scope',
      aPack({ surfaces: [aSurface({ control: { ...control, scope: 'tab' } })] }),
      'no scope tab',
    ],
    ['a click on nothing', aPack({ surfaces: [aSurface({ control: null })] }), 'needs the control'],
    ['the same surface twice', aPack({ surfaces: [aSurface(), aSurface()] }), 'two surfaces'],
    [
      'more surfaces than a page can bear',
      aPack({ surfaces: Array(301).fill(aSurface()) }),
      '300,000 characters',
    ],
  ])('a pack with %s is refused in a sentence, and nothing of it is saved', async ([, pack, words]) => {
    const { admin } = await scene()
    const answer = await save(admin, 0, pack)
    expect(answer).toMatchObject({ status: 422, body: { code: 'PACK_INVALID' } })
    const sentences = answer.body.findings.map((finding: { sentence: string }) => finding.sentence).join('\n')
    expect(sentences).toContain(words)
    expect(sentences).not.toMatch(/expected|undefined|Invalid|\{place\}/)
    expect((await admin.ask('GET', '/v1/packs/acme')).body.code).toBe('PACK_UNKNOWN')
    const checked = await admin.ask('POST', '/v1/packs/acme/validation', { pack, bindings: {} })
    expect(packFindingsSchema.parse(checked.body).ok).toBe(false)
  })

  test('a binding to a workflow that is not in the register is refused, a surface without one is only warned of', async () => {
    const { admin } = await scene()
    const unknown = await save(admin, 0, aPack(), { 'deal-save': 'nowhere' })
    expect(unknown.body.findings).toMatchObject([{ code: 'WORKFLOW_UNKNOWN', path: ['surfaces', 0] }])
    const checked = await admin.ask('POST', '/v1/packs/acme/validation', { pack: aPack(), bindings: {} })
    expect(checked.body).toMatchObject({
      ok: true,
      findings: [
        { severity: 'warning', code: 'SURFACE_UNBOUND', sentence: expect.stringContaining('‘Save a deal’') },
      ],
    })
  })

  test('every built-in pack passes the checks that a pack of an administrator must pass', async () => {
    const { admin } = await scene()
    for (const pack of checkPacks().good) {
      const checked = await admin.ask('POST', `/v1/packs/${pack.id}/validation`, { pack, bindings: {} })
      expect(checked.body.ok, JSON.stringify(checked.body.findings[0])).toBe(true)
    }
  })

  test('going back to an earlier version publishes its content as a new, higher one', async () => {
    const { admin, device, second: other } = await scene()
    await save(admin)
    await publish(admin, { from: 'draft', revision: 1 })
    const wider = aPack({
      name: 'Acme two',
      surfaces: [aSurface(), aSurface({ id: 'deal-lose', name: 'Lose a deal' })],
    })
    await save(admin, 0, wider, { 'deal-lose': 'launch' })
    const second = await confirmed(await publish(admin, { from: 'draft', revision: 3 }), other)
    expect(second.body).toMatchObject({
      version: 2,
      bindings: { 'deal-save': 'mail', 'deal-lose': 'launch' },
    })

    const back = await confirmed(await publish(admin, { from: 'version', version: 1 }), other)
    expect(back.body).toMatchObject({ version: 3, name: 'Acme CRM', bindings: { 'deal-save': 'mail' } })
    expect((await bundleOf(device)).workflows.flatMap(({ surfaces }) => surfaces)).not.toContain(
      'acme/deal-lose',
    )
    const old = await admin.ask('GET', '/v1/packs/acme/versions/2')
    expect(packVersionDocumentSchema.parse(old.body).pack.name).toBe('Acme two')
    expect((await publish(admin, { from: 'version', version: 9 })).body.code).toBe('PACK_VERSION_UNKNOWN')
  })

  test('a built-in pack is replaced by a published one of its id, and comes back', async () => {
    const { admin, device, second: other } = await scene()
    const practice = checkPacks().good.find(({ id }) => id === 'practice')!
    const pack = { ...practice, name: 'Practice, repaired' }
    const path = '/v1/packs/practice'
    await admin.ask('PUT', `${path}/draft`, { revision: 0, pack, bindings: {}, note: '' })
    const repaired = await confirmed(
      await admin.ask('POST', `${path}/publication`, {
        source: { from: 'draft', revision: 1 },
        note: '',
      }),
      other,
      'practice',
    )
    expect(repaired.body).toMatchObject({
      state: 'published',
      isBuiltIn: true,
      version: practice.version + 1,
    })
    const back = await confirmed(
      await admin.ask('POST', `${path}/publication`, { source: { from: 'built-in' }, note: '' }),
      other,
      'practice',
    )
    expect(back.body).toMatchObject({ state: 'built-in', version: practice.version })
    expect((await bundleOf(device)).packs).toEqual([])
  })

  test('a disabled pack stays known, binds nothing in the register, and can be enabled again', async () => {
    const { admin, device, second: other } = await scene()
    const turn = (way: string) => admin.ask('POST', `/v1/packs/practice/${way}`, { note: 'Broken.' })
    const off = await confirmed(await turn('disable'), other, 'practice')
    expect(off.body).toMatchObject({ state: 'disabled', bundleVersion: 2 })
    expect((await turn('disable')).body.bundleVersion).toBe(2)
    expect((await bundleOf(device)).disabledPacks).toEqual(['practice'])
    expect((await admin.ask('GET', '/v1/register')).body.unbound).toBe(5)
    expect((await turn('enable')).body).toMatchObject({ state: 'built-in', bundleVersion: 3 })
    expect((await admin.ask('POST', '/v1/packs/acme/disable', { note: '' })).body.code).toBe('PACK_UNKNOWN')
    expect(await harness.events(admin, '&type=policy.proposed')).toHaveLength(1)
  })

  test('only an administrator may touch packs, at the console or from a device', async () => {
    const { tenant, device } = await scene()
    const approver = await harness.atConsole(tenant, 'avery', ['approver'])
    expect((await save(approver)).body.code).toBe('ROLE_MISSING')
    expect((await approver.ask('GET', '/v1/packs')).body.code).toBe('ROLE_MISSING')
    const draft = { revision: 0, pack: aPack(), bindings: {}, origin: '', note: '' }
    expect(await device.ask('POST', '/v1/pack-drafts', draft)).toMatchObject({
      status: 403,
      body: { code: 'ROLE_MISSING' },
    })
    expect((await device.ask('GET', '/v1/pack-drafts/practice')).status).toBe(403)
    const elsewhere = await harness.atConsole(await harness.tenant(), 'alex', ['admin'])
    await save(await harness.atConsole(tenant, 'alex', ['admin']))
    expect((await elsewhere.ask('GET', '/v1/packs/acme')).status).toBe(404)
  })

  test('an administrator saves a draft from the side panel and continues what is there', async () => {
    const { tenant } = await scene()
    const device = await harness.rep(tenant, 'alex')
    await harness.atConsole(tenant, 'alex', ['admin'])
    const choices = workflowChoicesSchema.parse((await device.ask('GET', '/v1/workflows')).body)
    expect(choices.items).toContainEqual({ id: 'mail', name: 'Workflow mail', category: 'routine', tier: 2 })
    expect((await device.ask('GET', '/v1/pack-drafts/acme')).body.code).toBe('PACK_UNKNOWN')
    const draft = {
      revision: 0,
      pack: aPack(),
      bindings: { 'deal-save': 'mail' },
      origin: 'https://crm.acme.test/',
      note: '',
    }
    const saved = await device.ask('POST', '/v1/pack-drafts', draft)
    expect(saved).toMatchObject({ status: 201, body: { id: 'acme', revision: 1, findings: [] } })
    expect(saved.body.consoleUrl).toBe('http://console.test/sites/acme')
    expect((await device.ask('POST', '/v1/pack-drafts', draft)).body.code).toBe('PACK_CONFLICT')
    const known = devicePackSchema.parse((await device.ask('GET', '/v1/pack-drafts/acme')).body)
    expect(known).toMatchObject({ revision: 1, bindings: { 'deal-save': 'mail' } })
    const built = devicePackSchema.parse((await device.ask('GET', '/v1/pack-drafts/practice')).body)
    expect(built).toMatchObject({ revision: 0, bindings: { 'opportunity-save': 'opportunity-update' } })
    expect((await device.ask('POST', '/v1/pack-drafts', { ...draft, pack: 7 })).body.code).toBe(
      'PACK_INVALID',
    )
  })

  test('the console sees which device may not run on a host of a pack', async () => {
    const { admin, device } = await scene()
    await save(admin)
    await publish(admin, { from: 'draft', revision: 1 })
    const status = {
      bundleVersion: 2,
      bundleDigest: null,
      extensionVersion: '0.1.0',
      unsent: 0,
      rejected: 0,
      problem: null,
    }
    const missingHosts = ['https://crm.acme.test/*']
    await device.ask('POST', '/v1/devices/status', { ...status, missingHosts })
    const detail = packDetailSchema.parse((await admin.ask('GET', '/v1/packs/acme')).body)
    expect(detail).toMatchObject({ without: 1, devices: [{ device: device.device, hosts: missingHosts }] })
    await device.ask('POST', '/v1/devices/status', { ...status, missingHosts: [] })
    expect((await admin.ask('GET', '/v1/packs/acme')).body).toMatchObject({ without: 0, devices: [] })
  })
})
