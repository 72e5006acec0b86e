import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Policy } from '../../policy/bundle.ts'
import { namedFor } from '../../policy/trust/ring.ts'
import { timestampSchema } from '../../policy/trust/documents.ts'
import type { Timestamp } from '../../policy/trust/documents.ts'
import { rolloutAnswerSchema } from '../../protocol/http/rollouts.ts'
import type { Rollout, RolloutPlan } from '../../protocol/http/rollouts.ts'
import { hashIn } from '../../server/features/rollouts/rollout-store.ts'
import { keepRollouts } from '../../server/features/rollouts/keep-rollouts.ts'
import { keepTrust } from '../../server/features/signing/keep-trust.ts'
import { anEvent } from './events.ts'
import { aRequest, anAction, openHarness, sortedStatuses } from './harness.ts'
import type { Harness, Rep, Someone } from './harness.ts'
import { storeKind } from './stores.ts'
import { testPolicy } from './test-policy.ts'

const withLimit = (limit: number): Policy => ({
  ...testPolicy,
  rules: testPolicy.rules.map((rule) =>
    rule.id === 'amount'
      ? { ...rule, guardrail: { ...rule.guardrail, settings: { ...rule.guardrail.settings, limit } } }
      : rule,
  ),
})
const [tighter, looser] = [withLimit(40_000), withLimit(60_000)]
const byHand: RolloutPlan = { group: 'pilot', shares: [5, 25], hours: null }

describe(`rollouts on ${storeKind}`, () => {
  let harness: Harness
  let ahead = 0
  beforeAll(async () => {
    harness = await openHarness(() => new Date(Date.now() + ahead))
  })
  afterAll(() => harness.close())

  async function scene() {
    const tenant = await harness.tenant()
    return {
      tenant,
      alex: await harness.atConsole(tenant, 'alex', ['admin']),
      avery: await harness.atConsole(tenant, 'avery', ['approver'], ['deal-desk']),
      pilot: await harness.rep(tenant, 'pia', ['pilot']),
      outside: await harness.rep(tenant, 'otto'),
    }
  }
  const publish = (who: Someone, policy: Policy, rollout?: RolloutPlan | null, basedOn = 1) =>
    who.ask('POST', '/v1/policy/versions', { basedOn, note: 'Because.', policy, rollout })
  const act = (who: Someone, id: string, what: string, body: unknown = {}) =>
    who.ask('POST', `/v1/policy/rollouts/${id}/${what}`, body)
  async function rollout(who: Someone): Promise<Rollout> {
    const { rollout: found } = rolloutAnswerSchema.parse((await who.ask('GET', '/v1/policy/rollout')).body)
    if (found === null) throw new Error('There is no rollout.')
    return found
  }
  async function timestamp(rep: Rep): Promise<Timestamp> {
    return timestampSchema.parse(JSON.parse((await rep.ask('GET', '/v1/trust')).body.timestamp.payload))
  }
  /** What this device is told to run by what was signed, and what it is given. */
  async function told(rep: Rep) {
    const signed = await timestamp(rep)
    const hash = signed.rollout ? hashIn(signed.rollout.id, rep.device) : ''
    const { body } = await rep.ask('GET', '/v1/bundle')
    const given = JSON.parse(body.payload)
    // In one answer with what is current, for whoever has another one; whoever has it is not sent it again.
    expect((await rep.ask('GET', '/v1/trust?bundle=77')).body.bundle).toEqual(body)
    expect((await rep.ask('GET', `/v1/trust?bundle=${given.version}`)).body.bundle).toBeUndefined()
    return [namedFor(signed, { hash, runs: null }).version, given.version]
  }
  const report = (rep: Rep, bundleVersion: number, problem: string | null = null) =>
    rep.ask('POST', '/v1/devices/status', {
      ...{ bundleVersion, bundleDigest: null, extensionVersion: '0.1.0', unsent: 0, rejected: 0, problem },
    })

  test('F75 a publication reaches a group first, then shares, then everybody; what is signed and what is given agree', async () => {
    const { alex, pilot, outside } = await scene()
    expect((await publish(alex, tighter, { ...byHand, shares: [99] })).status).toBe(201)
    expect(await told(pilot)).toEqual([2, 2])
    expect(await told(outside)).toEqual([1, 1])
    await report(pilot, 2)
    await report(outside, 1)
    const first = await rollout(alex)
    expect(first).toMatchObject({
      state: 'running',
      version: 2,
      others: 1,
      ring: 0,
      startedBy: { name: 'alex' },
    })
    expect(first.rings[0]).toMatchObject({ group: 'pilot', devices: 1, current: 1 })
    const before = await timestamp(outside)
    const widened = await Promise.all([1, 2, 3].map(() => act(alex, first.id, 'widening', { ring: 0 })))
    expect(sortedStatuses(widened), 'pressed three times, widened once').toEqual([200, 409, 409])
    const after = await timestamp(outside)
    expect(after.version, 'a change of rings is a new timestamp').toBeGreaterThan(before.version)
    expect(after.rollout?.listed, 'who is in stays in').toEqual(before.rollout?.listed)
    expect(await told(pilot)).toEqual([2, 2])
    expect((await act(alex, first.id, 'widening', { ring: 1 })).body.rollout.state).toBe('done')
    expect((await timestamp(outside)).rollout).toBeUndefined()
    expect(await told(outside)).toEqual([2, 2])
    const types = (await harness.events(alex, '')).map(({ type }) => type)
    expect(types).toEqual(expect.arrayContaining(['rollout.started', 'rollout.widened', 'rollout.ended']))
  })

  test('a halt keeps every further ring out; going on takes a person, going back is a new revision of the old policy', async () => {
    const { alex, pilot, outside } = await scene()
    await publish(alex, tighter, byHand)
    const { id } = await rollout(alex)
    const halted = await act(alex, id, 'halt', { reason: 'People complain.' })
    expect(halted.body.rollout).toMatchObject({
      state: 'halted',
      halt: { by: { name: 'alex' }, reason: 'People complain.', cause: null },
    })
    expect(await act(alex, id, 'widening', { ring: 0 })).toMatchObject({
      status: 409,
      body: { code: 'ROLLOUT_HALTED' },
    })
    expect(await told(pilot), 'who has it keeps it').toEqual([2, 2])
    expect((await act(alex, id, 'resumption')).body.rollout).toMatchObject({ state: 'running', halt: null })
    expect((await act(alex, id, 'return')).body.rollout).toMatchObject({
      state: 'returned',
      closedVersion: 3,
    })
    expect(await told(pilot)).toEqual([3, 3])
    expect(await told(outside)).toEqual([3, 3])
    expect((await alex.ask('GET', '/v1/policy')).body).toMatchObject({ version: 3, policy: testPolicy })
    expect(await act(alex, id, 'return')).toMatchObject({ status: 404, body: { code: 'ROLLOUT_UNKNOWN' } })
  })

  test('both policies get new leases, the outer one first, so that whoever joins still goes up', async () => {
    const { tenant, alex, pilot, outside } = await scene()
    await publish(alex, tighter, byHand)
    ahead += 4 * 86_400_000
    await keepTrust(harness.parts, tenant)
    expect(await told(outside)).toEqual([3, 3])
    expect(await told(pilot)).toEqual([4, 4])
    // Nobody stays signed in at the console that long.
    const ada = await harness.atConsole(tenant, 'ada', ['admin'])
    const { id } = await rollout(ada)
    await report(pilot, 4)
    expect((await rollout(ada)).rings[0]).toMatchObject({ devices: 1, current: 1 })
    expect((await act(ada, id, 'return')).status).toBe(200)
    expect(await told(outside)).toEqual([5, 5])
  })

  test('a policy for everybody ends the rollout at once, and takes two where it loosens either of the two', async () => {
    const { alex, avery, pilot, outside } = await scene()
    await publish(alex, tighter, byHand)
    const between = await publish(alex, withLimit(45_000), null, 2)
    expect(between, 'looser than in the ring').toMatchObject({
      status: 409,
      body: { code: 'SECOND_PERSON_NEEDED' },
    })
    expect((await publish(alex, withLimit(30_000), byHand, 2)).body.code).toBe('ROLLOUT_OPEN')
    expect((await publish(alex, withLimit(30_000), null, 2)).status, 'a tightening waits for no ring').toBe(
      201,
    )
    expect(await told(pilot)).toEqual([3, 3])
    expect(await told(outside)).toEqual([3, 3])
    expect(await rollout(alex)).toMatchObject({ state: 'superseded', closedVersion: 3 })

    const proposed = await alex.ask('POST', '/v1/policy/proposals', {
      ...{ basedOn: 3, note: '', policy: looser, rollout: byHand },
    })
    expect(proposed.body).toMatchObject({ rollout: byHand })
    const { id, digest } = proposed.body
    expect((await avery.ask('POST', `/v1/policy/proposals/${id}/confirmation`, { digest })).status).toBe(200)
    expect(
      await told(outside),
      'a loosening that was confirmed goes ring by ring as it was proposed',
    ).toEqual([3, 3])
    expect(await told(pilot)).toEqual([4, 4])
  })

  test('a stop reaches the rings and everybody else', async () => {
    const { tenant, alex, pilot, outside } = await scene()
    await publish(alex, tighter, byHand)
    await harness.kill(tenant, ['tenant'])
    for (const rep of [pilot, outside]) {
      const { kill, timestamp: signed } = (await rep.ask('GET', '/v1/trust')).body
      expect(JSON.parse(kill.payload).killed).toMatchObject([{ scope: 'tenant' }])
      expect(JSON.parse(signed.payload).kill.epoch).toBe(JSON.parse(kill.payload).epoch)
    }
  })

  test('a spike of overrides in the ring halts it by itself, with the numbers; the schedule waits for a person', async () => {
    const { tenant, alex, pilot, outside } = await scene()
    await publish(alex, tighter, { ...byHand, hours: 1 })
    await report(pilot, 2)
    await report(outside, 1)
    await decide(pilot, 2, 12, 9)
    await decide(outside, 1, 40, 1)
    await keepRollouts(harness.parts, tenant)
    expect(await rollout(alex), 'no look is due in the first minute').toMatchObject({ state: 'running' })
    ahead += 61_000
    await keepRollouts(harness.parts, tenant)
    const halted = await rollout(alex)
    expect(halted).toMatchObject({
      ...{ state: 'halted', ring: 0, nextAt: null },
      halt: {
        by: null,
        cause: { measure: 'overrides', ring: { bad: 9, of: 12 }, others: { bad: 1, of: 40 } },
      },
    })
    expect(halted.halt?.cause?.chance).toBeLessThan(halted.halt?.cause?.level ?? 0)
    expect(halted.rings[0]).toMatchObject({ decisions: 12, overrides: 9 })
    ahead += 2 * 3_600_000
    await keepRollouts(harness.parts, tenant)
    expect(await told(outside)).toEqual([1, 1])
    const [event] = await harness.events(alex, '&type=rollout.halted')
    expect(event).toMatchObject({ detail: { cause: { measure: 'overrides' } } })

    await act(alex, halted.id, 'resumption')
    ahead += 61_000
    await keepRollouts(harness.parts, tenant)
    expect(await rollout(alex), 'who went on in spite of it is not stopped by it again').toMatchObject({
      ...{ state: 'running', accepted: ['overrides'] },
    })
  })

  test('the next ring joins by the schedule, and not before a browser of the last one runs the policy', async () => {
    const { tenant, alex, pilot, outside } = await scene()
    await publish(alex, tighter, { group: 'pilot', shares: [50], hours: 1 })
    ahead += 3_700_000
    await keepRollouts(harness.parts, tenant)
    expect(await rollout(alex)).toMatchObject({ ring: 0, isWaiting: true })
    await report(pilot, 2)
    await report(outside, 1)
    await keepRollouts(harness.parts, tenant)
    expect(await rollout(alex)).toMatchObject({ ring: 1, isWaiting: false })
    ahead += 3_700_000
    await keepRollouts(harness.parts, tenant)
    expect(await rollout(alex)).toMatchObject({ state: 'done' })
    expect(await told(outside)).toEqual([2, 2])
  })

  test('only an administrator changes a rollout, of their own tenant; a plan that makes no sense is refused', async () => {
    const { alex, avery } = await scene()
    for (const shares of [[], [25, 5], [0], [100]]) {
      const plan = { group: null, shares, hours: null }
      expect((await publish(alex, tighter, plan)).status, JSON.stringify(shares)).toBe(400)
    }
    await publish(alex, tighter, byHand)
    const { id } = await rollout(alex)
    expect((await act(avery, id, 'return')).body.code).toBe('ROLE_MISSING')
    const other = await scene()
    expect((await act(other.alex, id, 'return')).body.code).toBe('ROLLOUT_UNKNOWN')
    expect((await act(alex, randomUUID(), 'halt', { reason: 'x' })).body.code).toBe('ROLLOUT_UNKNOWN')
  })

  test('a device outside is judged by what it runs: a grant of the old policy is not refused by the new rule', async () => {
    const { alex, pilot, outside } = await scene()
    await publish(alex, { ...testPolicy, rules: [...testPolicy.rules, refusing] }, byHand)
    const ask = async (rep: Rep) => (await rep.ask('POST', '/v1/approval-requests', await aRequest())).status
    expect(await ask(outside)).toBe(201)
    expect(await ask(pilot)).toBe(422)
  })

  /** `all` allowed saves and `overridden` reasons given, under one version. */
  async function decide(rep: Rep, bundleVersion: number, all: number, overridden: number): Promise<void> {
    const { fields, recipients, trigger, actor } = anAction()
    const none = { reasons: [], tips: [], observed: [], obligations: [] }
    const decided = {
      action: { trigger, actor, fields, recipients, content: [], volume: null, unreadable: [] },
      ...{ decision: { effect: 'allow', ...none }, explanation: null },
    }
    const given = { rule: 'amount', code: 'other', text: 'It is in my way.', explanation: null }
    const events = Array.from({ length: all + overridden }, (_, index) =>
      anEvent(rep.device, index + 1, {
        bundleVersion,
        ...(index < all
          ? { type: 'action.allowed', detail: decided }
          : { type: 'override.given', detail: given }),
      }),
    )
    const answer = await rep.ask('POST', '/v1/events', { events })
    expect(answer.body.receipts.every((one: { outcome: string }) => one.outcome === 'accepted')).toBe(true)
  }
})

const refusing = {
  ...testPolicy.rules[0],
  id: 'bad',
  guardrail: {
    kind: 'volume-cap',
    settings: { unit: 'actions', perAction: 0, beyond: 'refuse' },
  },
} as Policy['rules'][number]
