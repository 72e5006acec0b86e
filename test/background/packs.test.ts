import { describe, expect, test } from 'vitest'
import type { Bundle } from '../../policy/bundle.ts'
import type { ExtensionPageReplies } from '../../protocol/messages/extension-page.ts'
import { originOf } from '../../background/sites/hosts.ts'
import { checkPacks } from '../../sites/registry.ts'
import { buildWorkflow } from '../policy/build.ts'
import { aPack, aSurface } from '../support/a-pack.ts'
import { openPage } from '../support/rep.ts'
import { optionsSender, until } from '../support/worker-world.ts'
import type { World } from '../support/worker-world.ts'
import { buildPolicy, enrolledWorld, recorded } from './build-world.ts'

const builtIn = checkPacks().good.map(({ id }) => id)
const withoutTryton = builtIn.filter((id) => id !== 'tryton')
const acme = 'https://crm.acme.test/deals/7'
const host = 'https://crm.acme.test/*'
const [request] = aSurface().requests
/** By a rule of the network, which sees no body. */
const network = aSurface({
  backstop: 'network',
  requests: request ? [{ ...request, match: { ...request.match, where: [] } }] : [],
})

/** The policy of these tests with a pack for a host that the manifest does not name; nobody may act there unasked. */
function withAcme(patch: Partial<Bundle> = {}): Bundle {
  const workflow = buildWorkflow({ id: 'deals', tier: 3, surfaces: ['acme/deal-save'] })
  const { workflows } = buildPolicy()
  return buildPolicy({
    workflows: [...workflows, workflow],
    packs: [aPack({ surfaces: [network] })],
    ...patch,
  })
}
const statusOf = (world: World) =>
  world.current().browser.sendMessage({ type: 'status.read' }, optionsSender) as Promise<
    ExtensionPageReplies['status.read']
  >
/** The rep presses Allow, or takes it back in the browser's own settings. */
function allow(world: World, isAllowed: boolean): void {
  if (isAllowed) world.profile.allowed.add(host)
  else world.profile.allowed.delete(host)
  world.current().browser.permissionsChanged.emit()
}
async function pulled(world: World, bundle: Bundle): Promise<void> {
  world.server.publish(bundle)
  await world.advance(31_000)
  await until(() => world.current().worker.active?.bundle.version === bundle.version, 'the new bundle')
}

describe('a pack that is not built in', () => {
  test('gets a slice of its own beside the built-in ones', async () => {
    const { world } = await enrolledWorld(withAcme())
    const page = openPage(world, 2, acme)
    const told = await until(() => page.told('slice.changed')[0], 'a slice')
    expect(told.slice).toMatchObject({ site: 'acme', workflows: [{ id: 'deals' }] })
    expect([...(world.current().worker.active?.slices.keys() ?? [])]).toEqual([...builtIn, 'acme'])
  })

  test('F97 runs nowhere and blocks nothing before the rep allows its host, and the server hears who has not', async () => {
    const { world } = await enrolledWorld(withAcme())
    await until(() => world.server.statuses.at(-1)?.bundleVersion, 'a status')
    expect(world.server.statuses.at(-1)).toMatchObject({ missingHosts: [host] })
    expect((await statusOf(world)).missingHosts).toEqual([host])
    expect([...world.profile.scripts.values()]).toEqual([])
    expect([...world.profile.rules.values()]).toEqual([])
  })

  test('runs in both worlds of its host and nowhere else once it is allowed, until that is taken back', async () => {
    const { world } = await enrolledWorld(withAcme())
    allow(world, true)
    await until(() => world.profile.scripts.size === 2, 'content scripts')
    expect([...world.profile.scripts.values()]).toMatchObject([
      { matches: [host], js: ['ISOLATED.js'], world: 'ISOLATED', runAt: 'document_start' },
      { matches: [host], js: ['MAIN.js'], world: 'MAIN', runAt: 'document_start' },
    ])
    await until(() => world.profile.rules.size > 0, 'the backstop')
    await until(() => world.server.statuses.at(-1)?.missingHosts?.length === 0, 'the report')
    allow(world, false)
    await until(() => world.profile.scripts.size === 0 && world.profile.rules.size === 0, 'nothing left')
    await until(() => world.server.statuses.at(-1)?.missingHosts?.length === 1, 'the report')
  })

  test('is taken off its host when the next bundle no longer carries it', async () => {
    const { world } = await enrolledWorld(withAcme())
    allow(world, true)
    await until(() => world.profile.scripts.size === 2, 'content scripts')
    const page = openPage(world, 2, acme)
    await until(() => page.told('slice.changed').length > 0, 'a slice')
    await pulled(world, buildPolicy({ version: 8 }))
    await until(() => page.told('site.unknown').length > 0, 'the end of it')
    await until(() => world.profile.scripts.size === 0, 'no content script')
  })
})

describe('a disabled pack', () => {
  test('governs nothing on pages that are open and pages that open, and that is on the record once', async () => {
    const { world, page } = await enrolledWorld()
    await pulled(world, buildPolicy({ version: 8, disabledPacks: ['tryton'] }))
    await until(() => page.told('site.unknown').length > 0, 'the end of it')
    const after = page.heard.slice(page.heard.findIndex(({ type }) => type === 'site.unknown'))
    const left = after.flatMap((message) => (message.type === 'slice.changed' ? message.slice.site : []))
    expect([...new Set(left)]).toEqual(withoutTryton)
    const other = openPage(world, 2)
    await until(() => other.told('slice.changed').length === withoutTryton.length, 'what is left')
    expect(other.told('slice.changed').map(({ slice }) => slice.site)).toEqual(withoutTryton)
    await until(() => recorded(world).includes('pack.suspended'), 'the record')
    await pulled(world, buildPolicy({ version: 9, disabledPacks: ['tryton'] }))
    expect(recorded(world).filter((type) => type === 'pack.suspended')).toHaveLength(1)

    await pulled(world, buildPolicy({ version: 10 }))
    await until(() =>
      page.told('slice.changed').some(({ slice }) => slice.site === 'tryton' && slice.bundleVersion === 10),
    )
  })
})

describe('a pack that must not run', () => {
  test.for([
    ['has no shape', { id: 'acme', surfaces: 'all' }],
    ['covers every host', aPack({ hosts: ['https://*/*'] })],
    ['could bring a page to a standstill', aPack({ account: '/{a}{b}{c}' })],
  ] as const)('disables itself when it %s, while the others work', async ([, pack]) => {
    const { world } = await enrolledWorld(buildPolicy({ packs: [pack, aPack({ id: 'other' })] }))
    await until(() => recorded(world).includes('pack.rejected'), 'the record')
    expect([...(world.current().worker.active?.slices.keys() ?? [])]).toEqual([...builtIn, 'other'])
  })
})

describe('originOf', () => {
  test('names a host as browsers want it asked for', () => {
    expect(originOf('https://crm.acme.test:8443/*')).toBe('https://crm.acme.test/*')
    expect(originOf('*://*.acme.test/*')).toBe('*://*.acme.test/*')
    expect(originOf('http://localhost:*/*')).toBe('http://localhost/*')
  })
})
