import { describe, expect, test } from 'vitest'
import { readValue, writeValue } from '../../background/db/values.ts'
import { pullBundle } from '../../background/policy/pull.ts'
import { refreshSlices } from '../../background/policy/slices.ts'
import type { World } from '../support/worker-world.ts'
import { until } from '../support/worker-world.ts'
import { bigSave, buildPolicy, enrolledWorld, recorded } from './build-world.ts'

/** Ends the worker, changes its database as a person with developer tools can, and starts it without a server. */
async function tampered(world: World, change: (world: World) => Promise<unknown>) {
  await change(world)
  world.kill(world.current())
  world.server.isUp = false
  const { worker } = world.start()
  await until(() => worker.trusted, 'a start')
  await refreshSlices(worker)
  return worker
}

const changeBundle = async (world: World, edit: (payload: string) => string) => {
  const { db } = world.current().worker
  const [row] = await db.bundles.toArray()
  if (row) await db.bundles.put({ ...row, payload: edit(row.payload) })
}

describe('what is stored was verified, and is verified again at every start', () => {
  test.each([
    [
      'the bundle',
      (world: World) => changeBundle(world, (text) => text.replace('"limit":15000', '"limit":99999999')),
    ],
    [
      'the signatures',
      async (world: World) => {
        const { db } = world.current().worker
        await db.bundles.toCollection().modify({ signatures: [] })
      },
    ],
    [
      'the pointer',
      (world: World) =>
        writeValue(world.current().worker.db, 'active', { version: 7, digest: 'f'.repeat(64) }),
    ],
    [
      'the kill document',
      async (world: World) => {
        const { db } = world.current().worker
        const kill = await readValue(db, 'kill')
        if (kill)
          await writeValue(db, 'kill', {
            ...kill,
            envelope: world.server.trust.kit.roots[0] ?? kill.envelope,
          })
      },
    ],
    ['that there is a kill document', (world: World) => world.current().worker.db.values.delete('kill')],
    [
      'the timestamp',
      async (world: World) => {
        const { db } = world.current().worker
        const stored = await readValue(db, 'timestamp')
        if (!stored) return
        const payload = stored.envelope.payload.replace(/"notAfter":"\d+/, '"notAfter":"2030')
        await writeValue(db, 'timestamp', { ...stored, envelope: { ...stored.envelope, payload } })
      },
    ],
    [
      'the roots',
      async (world: World) => {
        const { db } = world.current().worker
        const stored = await readValue(db, 'trust')
        if (stored) await writeValue(db, 'trust', { ...stored, roots: [...stored.roots, ...stored.roots] })
      },
    ],
  ])(
    'F76 %s changed in the database: not obeyed, tiers 3 and 4 refused, on the record, healed by the next pull',
    async (_, change) => {
      const { world } = await enrolledWorld()
      world.server.stop(['agent:*'])
      await until(() => world.current().worker.trusted?.kill?.document.epoch === 1, 'the stop')
      const worker = await tampered(world, change)
      const lease = worker.active?.slices.get('tryton')?.slice.lease ?? 'nothing in force'
      expect(['expired', 'nothing in force']).toContain(lease)
      const limits = worker.active?.bundle.rules.map(({ guardrail }) => guardrail.settings['limit']) ?? []
      expect(limits).not.toContain(99_999_999)
      world.server.isUp = true
      await pullBundle(worker)
      await refreshSlices(worker)
      expect(worker.trusted?.tampered).toEqual([])
      expect(worker.active?.slices.get('tryton')?.slice).toMatchObject({
        lease: 'fresh',
        killed: ['agent:*'],
      })
      await world.advance(31_000)
      await until(() => recorded(world).includes('policy.tampered'), 'the record of it')
    },
  )

  test('a floor set back by hand does not bring an older policy back', async () => {
    const { world } = await enrolledWorld()
    const older = buildPolicy({ version: 6 })
    const { worker } = world.current()
    await writeValue(worker.db, 'floor', { version: 1, digest: 'a'.repeat(64), root: 1 })
    world.server.payload = JSON.stringify(older)
    // Lying needs the server as well: the floor of what is in force still holds.
    await pullBundle(worker)
    expect(worker.trusted?.policy?.bundle.version).toBe(7)
  })
})

describe('a stop', () => {
  test('S121 comes in the stream itself, closes the gate, outlives a restart without a server, and a restart reopens it', async () => {
    const { world, page } = await enrolledWorld()
    const before = world.server.calls.filter((call) => call.includes('/v1/trust')).length
    world.server.stop(['integration:tryton'])
    await until(() => page.told('slice.changed').some(({ slice }) => slice.killed.length === 1), 'the stop')
    expect(world.server.calls.filter((call) => call.includes('/v1/trust'))).toHaveLength(before)
    const hold = page.hold(bigSave())
    const decided = await until(() => page.told('hold.decided', hold)[0], 'a decision')
    expect(decided.decision.effect).toBe('refuse')
    expect(decided.decision.reasons.map(({ code }) => code)).toContain('KILLED')
    world.kill(world.current())
    world.server.isUp = false
    const { worker } = world.start()
    await until(() => worker.active, 'a start')
    expect(worker.active?.slices.get('tryton')?.slice.killed).toEqual(['integration:tryton'])
    world.server.isUp = true
    world.server.trust.restart([])
    await pullBundle(worker)
    await refreshSlices(worker)
    expect(worker.active?.slices.get('tryton')?.slice.killed).toEqual([])
    await world.advance(31_000)
    await until(
      () => recorded(world).filter((type) => type === 'kill.applied').length >= 2,
      'both on the record',
    )
  })

  test('stolen keys are recovered from: what they signed ahead of time is forgotten with them', async () => {
    const { world } = await enrolledWorld()
    const { worker } = world.current()
    const { trust } = world.server
    world.server.payload = JSON.stringify(buildPolicy({ version: 2_000_000_000 }))
    await pullBundle(worker)
    expect(worker.trusted?.policy?.bundle.version).toBe(2_000_000_000)
    world.server.payload = JSON.stringify(buildPolicy({ version: 8 }))
    await pullBundle(worker)
    expect(worker.trusted?.policy?.bundle.version).toBe(2_000_000_000)
    trust.rotate(['timestamp', 'bundle'])
    await pullBundle(worker)
    expect(worker.trusted?.policy?.bundle.version).toBe(8)
    expect(worker.trusted?.chain.at(-1)?.root.version).toBe(2)
    await until(() => recorded(world).includes('root.accepted'), 'the record of it')
  })
})
