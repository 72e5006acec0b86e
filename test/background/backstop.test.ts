import { describe, expect, test } from 'vitest'
import { resourceTypesFor } from '../../background/network/backstop.ts'
import { applyBackstop } from '../../background/network/backstop.ts'
import type { SitePack } from '../../protocol/site-pack.ts'
import { checkPacks } from '../../sites/registry.ts'
import { buildRule, buildWorkflow } from '../policy/build.ts'
import { until } from '../support/worker-world.ts'
import { bigSave, buildPolicy, enrolledWorld, recorded } from './build-world.ts'

/** The Tryton pack as if its saves were told apart by URL, shipped by the bundle. */
function packWith(
  backstop: 'network' | 'page-world',
  where: SitePack['surfaces'][number]['requests'][number]['match']['where'] = [],
): SitePack {
  const pack = checkPacks().good.find(({ id }) => id === 'tryton')
  if (!pack) throw new Error('no tryton pack')
  const surfaces = pack.surfaces
    .filter(({ id }) => id === 'opportunity-save')
    .map((surface) => ({
      ...surface,
      backstop,
      requests: surface.requests.map((request) => ({ ...request, match: { ...request.match, where } })),
    }))
  // What its pages must have names surfaces that are left out here.
  return { ...pack, version: pack.version + 1, surfaces, pages: [] }
}

interface NetRule {
  id: number
  priority: number
  action: { type: string }
  condition: { urlFilter: string; requestMethods: string[]; resourceTypes: string[]; tabIds?: number[] }
}

describe('network backstop', () => {
  test('blocks by URL and method, with the resource types named, what no page may allow by itself', async () => {
    const { world } = await enrolledWorld(
      buildPolicy({ workflows: [buildWorkflow({ tier: 3 })], rules: [], packs: [packWith('network')] }),
    )
    await until(() => world.profile.rules.size > 0, 'a rule')
    const rules = [...world.profile.rules.values()] as NetRule[]
    for (const { priority, action, condition } of rules) {
      expect([priority, action.type]).toEqual([1, 'block'])
      expect(condition.requestMethods).toEqual(['post'])
      expect(condition.resourceTypes).toContain('main_frame')
      expect(condition.tabIds).toBe(undefined)
    }
    expect(rules.map(({ condition }) => condition.urlFilter)).toContain('|http://127.0.0.1*/*/')
    await applyBackstop(world.current().worker)
    expect(world.profile.rules.size).toBe(rules.length)
  })

  test('a surface a page may allow, one told by its body, or one with another backstop, is not blocked', async () => {
    const byBody = packWith('network', [{ path: 'method', equals: 'model.sale.opportunity.write' }])
    for (const bundle of [
      buildPolicy({ workflows: [buildWorkflow({ tier: 3 })], packs: [byBody] }),
      buildPolicy({ packs: [packWith('network')] }),
      buildPolicy({ workflows: [buildWorkflow({ tier: 3 })], packs: [packWith('page-world')] }),
    ]) {
      const { world } = await enrolledWorld(bundle)
      await applyBackstop(world.current().worker)
      expect(world.profile.rules.size).toBe(0)
    }
  })

  test('a released action gets a gap in its own tab, closed after ten seconds or with the worker', async () => {
    const untiered = buildWorkflow({ tier: 3, approvers: [] })
    const review = buildRule('required-review', { floorSeconds: 0 }, { id: 'review' })
    const { world, page } = await enrolledWorld(
      buildPolicy({ workflows: [untiered], rules: [review], packs: [packWith('network')] }),
    )
    await until(() => world.profile.rules.size > 0)
    const blocked = world.profile.rules.size
    const { worker } = world.current()
    const hold = page.hold(bigSave())
    const row = await until(() => worker.db.holds.get(hold))
    const { openGap } = await import('../../background/network/backstop.ts')
    await openGap(worker, row)
    const gaps = ([...world.profile.rules.values()] as NetRule[]).filter(({ priority }) => priority === 2)
    expect(gaps.length).toBeGreaterThan(0)
    for (const gap of gaps) expect([gap.action.type, gap.condition.tabIds]).toEqual(['allow', [1]])
    await world.advance(10_000)
    await until(() => world.profile.rules.size === blocked)
    await openGap(worker, row)
    world.kill(world.current())
    world.start()
    await until(() => world.profile.rules.size === blocked)
  })
})

describe('site packs', () => {
  test('F74 a malformed pack of a bundle disables itself and is on the record, the built-in one stays', async () => {
    const { world, page } = await enrolledWorld(buildPolicy({ packs: [{ id: 'tryton', format: 7 }] }))
    const hold = page.hold(bigSave())
    await until(() => page.told('hold.decided', hold).length > 0)
    await until(() => recorded(world).includes('pack.rejected'))
  })

  test('a beacon is named as the browser calls it', () => {
    expect(resourceTypesFor('moz-extension://one')).toContain('beacon')
    expect(resourceTypesFor('chrome-extension://one')).not.toContain('beacon')
  })
})
