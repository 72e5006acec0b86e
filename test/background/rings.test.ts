import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readValue } from '../../background/db/values.ts'
import { pullBundle } from '../../background/policy/pull.ts'
import { refreshSlices } from '../../background/policy/slices.ts'
import { listedLength, ringText } from '../../policy/trust/ring.ts'
import type { RolloutTerms } from '../../policy/trust/ring.ts'
import { json } from '../support/fake-answers.ts'
import { sha256, signWith } from '../support/trust-kit.ts'
import type { World } from '../support/worker-world.ts'
import { buildPolicy, enrolledWorld, recorded } from './build-world.ts'

const rollout = '018f6b1e-0000-7000-8000-000000000001'
const [old, next] = [
  JSON.stringify(buildPolicy({ version: 7 })),
  JSON.stringify(buildPolicy({ version: 8 })),
] as const
const floorOf = (payload = '') => ({
  version: Number(JSON.parse(payload).version),
  digest: sha256(payload),
})

/** One device, and a server that says who is in. */
async function scene() {
  const { world } = await enrolledWorld()
  const { worker } = world.current()
  const device = (await readValue(worker.db, 'enrolment'))?.device ?? ''
  const listed = [createHash('sha256').update(ringText(rollout, device)).digest('hex').slice(0, listedLength)]
  return { world, worker, listed }
}
let timestamps = 100

/** What is signed names both; what is given for the bundle is `payload`. */
function offer(
  world: World,
  {
    terms,
    payload = old,
    version = ++timestamps,
  }: { terms: Partial<RolloutTerms>; payload?: string; version?: number },
): void {
  const { trust } = world.server
  const answer = trust.answer(next, new URLSearchParams('root=1'))
  const named = {
    ...{ version, bundle: floorOf(next) },
    kill: { epoch: trust.epoch(), digest: sha256(trust.kill().payload) },
  }
  const whole = { id: rollout, share: 0, listed: [], others: floorOf(old), ...terms }
  const timestamp = signWith(
    'timestamp',
    trust.kit.timestamp(named, { rollout: whole }),
    trust.kit.keys.timestamp,
  )
  world.server.overrides.set('/v1/trust', [() => json(200, { ...answer, timestamp })])
  world.server.overrides.set('/v1/bundle', [() => json(200, trust.bundle(payload))])
}
async function standing(world: World) {
  const { worker } = world.current()
  await refreshSlices(worker)
  const problem = (await readValue(worker.db, 'policy'))?.problem ?? null
  return [worker.active?.bundle.version, worker.active?.slices.get('tryton')?.slice.lease, problem]
}

describe('rings at the client', () => {
  test('who is in takes the new version, who is not stays fresh on the old one, from one and the same document', async () => {
    const { world, worker, listed } = await scene()
    offer(world, { terms: {} })
    await pullBundle(worker)
    expect(await standing(world)).toEqual([7, 'fresh', null])
    offer(world, { terms: { listed }, payload: next })
    await pullBundle(worker)
    expect(await standing(world)).toEqual([8, 'fresh', null])
    expect(recorded(world).filter((type) => type.startsWith('policy.re'))).toEqual([])
  })

  test('nobody can push a device into a ring: the new version is refused by whom it is not named for', async () => {
    const { world, worker } = await scene()
    // It does not run the old one yet either, so that it has to ask.
    const other = JSON.stringify(buildPolicy({ version: 7, freshnessLimitHours: 3 }))
    offer(world, { terms: { others: { ...floorOf(other), version: 7 } }, payload: next })
    await pullBundle(worker)
    expect(await standing(world)).toEqual([7, 'fresh', 'POLICY_MISMATCH'])
  })

  test('nobody can hold a device out of its ring: the old version is no contact for whom the new one is named', async () => {
    const { world, worker, listed } = await scene()
    offer(world, { terms: { listed }, payload: old })
    await pullBundle(worker)
    const [version, , problem] = await standing(world)
    expect([version, problem]).toEqual([7, 'POLICY_MISMATCH'])
    expect(
      await readValue(worker.db, 'timestampFloor'),
      'what was not fulfilled vouches for nothing',
    ).toMatchObject({
      version: expect.not.toBeOneOf([timestamps]),
    })
  })

  test('who runs the new version keeps it when a ring grows smaller, and after a restart', async () => {
    const { world, worker, listed } = await scene()
    offer(world, { terms: { listed }, payload: next })
    await pullBundle(worker)
    offer(world, { terms: {} })
    await pullBundle(worker)
    expect(await standing(world)).toEqual([8, 'fresh', null])
    world.kill(world.current())
    world.start()
    offer(world, { terms: {} })
    await pullBundle(world.current().worker)
    expect(await standing(world)).toEqual([8, 'fresh', null])
  })

  test('one number with other terms is two truths; a newer version with the lower number is none', async () => {
    const { world, worker, listed } = await scene()
    offer(world, { terms: {}, version: 500 })
    await pullBundle(worker)
    offer(world, { terms: { listed }, version: 500, payload: next })
    await pullBundle(worker)
    expect(await standing(world)).toEqual([7, 'fresh', 'POLICY_EQUIVOCATION'])
    offer(world, { terms: { listed, others: { ...floorOf(old), version: 8 } }, version: 501 })
    await pullBundle(worker)
    expect((await standing(world)).at(-1)).toBe('POLICY_MALFORMED')
  })
})
