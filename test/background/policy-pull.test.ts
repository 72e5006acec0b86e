import { describe, expect, test } from 'vitest'
import { readValue } from '../../background/db/values.ts'
import { pullBundle } from '../../background/policy/pull.ts'
import { leaseOf } from '../../background/policy/lease.ts'
import { refreshSlices } from '../../background/policy/slices.ts'
import { buildBundle } from '../policy/build.ts'
import { json } from '../support/fake-answers.ts'
import { signWith } from '../support/trust-kit.ts'
import { settled, until } from '../support/worker-world.ts'
import type { World } from '../support/worker-world.ts'
import { buildPolicy, enrolledWorld, recorded } from './build-world.ts'

async function activeVersion(world: World): Promise<number | undefined> {
  const { worker } = world.current()
  await refreshSlices(worker)
  return worker.active?.bundle.version
}

describe('policy client', () => {
  test('a higher version is verified, stored, activated and pushed to the page', async () => {
    const { world, page } = await enrolledWorld()
    world.server.payload = JSON.stringify(buildPolicy({ version: 8 }))
    await world.advance(31_000)
    const told = () => page.told('slice.changed').filter(({ slice }) => slice.bundleVersion === 8)
    await until(() => told().some(({ slice }) => slice.site === 'practice'))
    await until(() => recorded(world).filter((type) => type === 'policy.activated').length === 2)
  })

  test('F33 a bundle that comes with what is current is judged as one that was asked for, and saves the question', async () => {
    const { world } = await enrolledWorld()
    const payload = JSON.stringify(buildPolicy({ version: 8 }))
    const { trust } = world.server
    const answer = (query: string) => trust.answer(payload, new URLSearchParams(query))
    const offer = (bundle: ReturnType<typeof trust.bundle>) =>
      world.server.overrides.set('/v1/trust', [() => json(200, { ...answer('root=1'), bundle })])
    const asked = () => world.server.calls.filter((call) => call === 'GET /v1/bundle').length
    const before = asked()

    offer(trust.bundle(JSON.stringify(buildPolicy({ version: 9 }))))
    await pullBundle(world.current().worker)
    offer(signWith('bundle', payload, trust.kit.keys.timestamp))
    await pullBundle(world.current().worker)
    expect(await activeVersion(world)).toBe(7)
    offer(trust.bundle(payload))
    await pullBundle(world.current().worker)
    expect(await activeVersion(world)).toBe(8)
    expect(asked()).toBe(before)
  })

  test('what is current is not fetched again, and only a signed answer of now keeps the lease fresh', async () => {
    const { world, page } = await enrolledWorld()
    const { worker } = world.current()
    await until(() => recorded(world).length === 2)
    await settled()
    const before = page.heard.length
    expect(await pullBundle(worker)).toBe(false)
    expect(world.server.calls.filter((call) => call === 'GET /v1/bundle')).toHaveLength(1)
    expect(page.heard).toHaveLength(before)
    // Cached and replayed: the same signed answer an hour later, and then "not modified".
    const kept = world.server.trust.answer(world.server.payload, new URLSearchParams('root=1'))
    world.clock.now += 3_600_000
    world.server.overrides.set('/v1/trust', [
      () => json(200, kept),
      () => json(200, kept),
      () => new Response(null, { status: 304 }),
    ])
    for (const problem of ['POLICY_EXPIRED', 'POLICY_NOT_MODIFIED']) {
      await pullBundle(worker)
      await refreshSlices(worker)
      expect(worker.active?.slices.get('tryton')?.slice.lease).toBe('no-contact')
      expect((await readValue(worker.db, 'policy'))?.problem).toBe(problem)
    }
    await pullBundle(worker)
    await refreshSlices(worker)
    expect(worker.active?.slices.get('tryton')?.slice.lease).toBe('fresh')
  })

  test('F76 a lower version is refused, recorded once, and the higher one stays', async () => {
    const { world } = await enrolledWorld()
    world.server.payload = JSON.stringify(buildPolicy({ version: 6 }))
    const { worker } = world.current()
    await pullBundle(worker)
    await pullBundle(worker)
    expect(await activeVersion(world)).toBe(7)
    await until(() => recorded(world).includes('policy.rollback-rejected'))
    const refused = world.server.events.filter(({ type }) => type === 'policy.rollback-rejected')
    expect(refused.map(({ detail }) => detail)).toMatchObject([{ offered: 6, floor: 7 }])
  })

  test('F76 the floor survives a restart', async () => {
    const { world } = await enrolledWorld()
    world.kill(world.current())
    world.server.payload = JSON.stringify(buildPolicy({ version: 1 }))
    world.start()
    await until(() => recorded(world).includes('policy.rollback-rejected'))
    expect(await activeVersion(world)).toBe(7)
  })

  test('F76 other bytes under the same version are refused as equivocation', async () => {
    const { world } = await enrolledWorld()
    world.server.payload = JSON.stringify(buildPolicy({ whenUnavailable: 'allow' }))
    await pullBundle(world.current().worker)
    await until(() => recorded(world).includes('policy.equivocation'))
    expect(world.current().worker.active?.bundle.whenUnavailable).toBe('hold')
  })

  test.each([
    [
      'of another tenant',
      JSON.stringify(buildPolicy({ version: 9, tenant: 'somebody-else' })),
      'POLICY_OTHER_TENANT',
    ],
    ['that is not JSON', '{"format":', 'POLICY_MALFORMED'],
    [
      'with an unknown field',
      JSON.stringify({ ...buildBundle({ version: 9 }), extra: 1 }),
      'POLICY_MALFORMED',
    ],
    [
      'without a readable time',
      JSON.stringify(buildBundle({ version: 9, notAfter: 'soon' })),
      'POLICY_MALFORMED',
    ],
    ['that is a depth bomb', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'POLICY_MALFORMED'],
  ])('F76 a bundle %s is refused and the one before stays', async (_name, payload, problem) => {
    const { world } = await enrolledWorld()
    world.server.payload = payload
    expect(await pullBundle(world.current().worker)).toBe(false)
    expect(await activeVersion(world)).toBe(7)
    expect((await world.current().worker.db.values.get('policy'))?.value).toMatchObject({ problem })
    await until(() => recorded(world).includes('policy.rejected'))
  })

  test('an endless body is cut off before it is parsed', async () => {
    const { world } = await enrolledWorld()
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536).fill(32))
      },
    })
    world.server.overrides.set('/v1/bundle', [
      () => new Response(endless, { headers: { 'content-length': '10' } }),
    ])
    await pullBundle(world.current().worker)
    expect(sent).toBeLessThan(4_000_000)
    expect(await activeVersion(world)).toBe(7)
  })

  test('F76 a newer bundle nobody signed, or somebody else did, is refused and the one before stays', async () => {
    const { world } = await enrolledWorld()
    const newer = JSON.stringify(buildPolicy({ version: 8 }))
    world.server.payload = newer
    const signed = world.server.trust.bundle(newer)
    const byStop = signWith('bundle', newer, world.server.trust.kit.keys.stop)
    for (const signatures of [[], byStop.signatures]) {
      world.server.overrides.set('/v1/bundle', [() => json(200, { ...signed, signatures })])
      expect(await pullBundle(world.current().worker)).toBe(false)
      expect(await activeVersion(world)).toBe(7)
    }
    await until(() => recorded(world).includes('policy.rejected'))
    // With the right signature the same bytes are taken.
    await pullBundle(world.current().worker)
    expect(await activeVersion(world)).toBe(8)
  })

  test('F76 an answer that is not an envelope is refused', async () => {
    const { world } = await enrolledWorld()
    world.server.overrides.set('/v1/bundle', [() => json(200, { payload: 7 })])
    await pullBundle(world.current().worker)
    expect(await activeVersion(world)).toBe(7)
  })

  test('F77 ended at any step of an activation, the old or the new policy runs, never a mixture', async () => {
    for (let killAt = 1; killAt < 40; killAt += 3) {
      const { world } = await enrolledWorld()
      const life = world.current()
      await until(async () => (await life.worker.db.outbox.count()) === 0)
      life.killAt = life.steps + killAt
      world.server.payload = JSON.stringify(buildPolicy({ version: 8, whenUnavailable: 'allow' }))
      await Promise.race([pullBundle(life.worker).catch(() => null), until(() => life.isDead)])
      world.kill(life)
      world.server.isUp = false
      const next = world.start()
      await until(() => next.worker.active)
      const { bundle, slices } = next.worker.active ?? {}
      const expected = bundle?.version === 8 ? 'allow' : 'hold'
      expect(bundle?.whenUnavailable).toBe(expected)
      expect(slices?.get('tryton')?.slice.bundleVersion).toBe(bundle?.version)
      expect((await next.worker.db.values.get('floor'))?.value).toMatchObject({ version: bundle?.version })
      world.kill(next)
    }
  })
})

describe('lease', () => {
  const bundle = { issuedAt: '2026-06-01T00:00:00Z', notAfter: '2026-06-05T00:00:00Z' }
  const at = (text: string) => Date.parse(text)

  test('F77 is fresh, then due, then expired, and without contact says so until it expires', () => {
    expect(leaseOf(bundle, true, at('2026-06-03T23:59:59.999Z'))).toBe('fresh')
    expect(leaseOf(bundle, true, at('2026-06-04T00:00:00Z'))).toBe('refresh-due')
    expect(leaseOf(bundle, true, at('2026-06-04T23:59:59.999Z'))).toBe('refresh-due')
    expect(leaseOf(bundle, true, at('2026-06-05T00:00:00Z'))).toBe('expired')
    expect(leaseOf(bundle, false, at('2026-06-02T00:00:00Z'))).toBe('no-contact')
    expect(leaseOf(bundle, false, at('2026-06-05T00:00:00Z'))).toBe('expired')
  })

  test('a clock turned back does not bring an expired lease back', async () => {
    const { world } = await enrolledWorld()
    const { worker } = world.current()
    world.clock.now = at('2026-07-02T00:00:00Z')
    await pullBundle(worker)
    expect((await readValue(worker.db, 'mark'))?.at).toBe(at('2026-07-02T00:00:00Z'))
    world.clock.now = at('2026-06-10T00:00:00Z')
    await refreshSlices(worker)
    expect(worker.active?.slices.get('tryton')?.slice.lease).toBe('expired')
  })
})
