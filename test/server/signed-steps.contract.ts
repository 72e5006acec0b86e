import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stepDigest } from '../../policy/trust/rollout-step.ts'
import type { RolloutStep } from '../../policy/trust/rollout-step.ts'
import type { Consent } from '../../protocol/http/passkeys.ts'
import { rolloutAnswerSchema } from '../../protocol/http/rollouts.ts'
import type { Rollout } from '../../protocol/http/rollouts.ts'
import { softwarePasskey } from '../support/software-passkey.ts'
import { openHarness, origin, sortedStatuses } from './harness.ts'
import type { Harness, Someone } from './harness.ts'
import { storeKind } from './stores.ts'
import { testPolicy } from './test-policy.ts'

const plan = { group: null, shares: [5, 25], hours: null }
const bodies: Record<RolloutStep, (rollout: Rollout) => object> = {
  widening: ({ ring }) => ({ ring }),
  resumption: () => ({}),
  return: () => ({}),
}

describe(`steps of a rollout that are signed, on ${storeKind}`, () => {
  let harness: Harness
  let time = Date.parse('2026-03-02T09:00:00Z')
  beforeAll(async () => {
    harness = await openHarness(() => new Date(time))
  })
  afterAll(() => harness.close())

  const see = async (who: Someone): Promise<Rollout> => {
    const { rollout } = rolloutAnswerSchema.parse((await who.ask('GET', '/v1/policy/rollout')).body)
    if (rollout === null) throw new Error('There is no rollout.')
    return rollout
  }
  const take = async (who: Someone, step: RolloutStep, consent?: Consent, seen?: Rollout) => {
    const rollout = seen ?? (await see(who))
    const body = { ...bodies[step](rollout), consent }
    return who.ask('POST', `/v1/policy/rollouts/${rollout.id}/${step}`, body)
  }
  const halt = async (who: Someone) =>
    who.ask('POST', `/v1/policy/rollouts/${(await see(who)).id}/halt`, { reason: 'Because.' })

  /** A rollout in its first ring, and an administrator with a passkey. */
  async function scene() {
    const tenant = await harness.tenant()
    const alex = await harness.atConsole(tenant, 'alex', ['admin'])
    const begun = { basedOn: 1, note: '', policy: testPolicy, rollout: plan }
    expect((await alex.ask('POST', '/v1/policy/versions', begun)).status).toBeLessThan(300)
    const key = softwarePasskey(origin)
    await harness.store.transact({ tenant }, (tx, now) =>
      tx
        .insertInto('passkeys')
        .values({
          ...{ tenant, id: key.id, person: alex.id, public_key: key.publicKey, counter: 0, label: 'Desk' },
          ...{ created_at: now, used_at: null, removed_at: null },
        })
        .execute(),
    )
    const challenge = async (subject: string, purpose = 'rollout') => {
      const made = await alex.ask('POST', '/v1/passkeys/challenges', { purpose, subject })
      return { id: made.body.id as string, text: made.body.options.challenge as string }
    }
    const consent = async (
      step: RolloutStep,
      changes: { ring?: number; digest?: string; purpose?: string } = {},
      says: Parameters<typeof key.sign>[1] = {},
    ): Promise<Consent> => {
      const { id: rollout, ring, digest } = await see(alex)
      const { purpose, ...terms } = changes
      const subject = await stepDigest({ rollout, step, ring, digest, ...terms })
      const { id, text } = await challenge(subject, purpose)
      return { challenge: id, response: key.sign(text, says) }
    }
    return { tenant, alex, consent }
  }

  test('F75 a rollout widens, goes on after a halt and goes back only by a passkey that signed that very step', async () => {
    const { alex, consent } = await scene()
    expect((await take(alex, 'widening')).body.code).toBe('PASSKEY_NEEDED')
    expect((await see(alex)).ring).toBe(0)
    expect((await take(alex, 'widening', await consent('widening'))).status).toBe(200)
    expect((await see(alex)).ring).toBe(1)
    expect((await halt(alex)).status).toBe(200)
    expect((await take(alex, 'resumption')).body.code).toBe('PASSKEY_NEEDED')
    expect((await take(alex, 'resumption', await consent('resumption'))).status).toBe(200)
    expect((await take(alex, 'return')).body.code).toBe('PASSKEY_NEEDED')
    expect((await take(alex, 'return', await consent('return'))).status).toBe(200)
    expect((await see(alex)).state).toBe('returned')
    expect(await harness.events(alex, '&type=rollout.refused')).toHaveLength(3)
  })

  test.each<[string, (made: Awaited<ReturnType<typeof scene>>) => Promise<Consent>]>([
    ['another step', ({ consent }) => consent('return')],
    ['another ring', ({ consent }) => consent('widening', { ring: 1 })],
    ['another version', ({ consent }) => consent('widening', { digest: 'f'.repeat(64) })],
    ['another purpose', ({ consent }) => consent('widening', { purpose: 'publish' })],
    ['another site', ({ consent }) => consent('widening', {}, { origin: 'https://evil.test' })],
    ['nobody who was there', ({ consent }) => consent('widening', {}, { isVerified: false })],
    [
      'five minutes ago',
      async ({ consent }) => {
        const made = await consent('widening')
        time += 5 * 60_000
        return made
      },
    ],
  ])('signed for %s, nothing widens', async (_, sign) => {
    const made = await scene()
    const refused = await take(made.alex, 'widening', await sign(made))
    expect(refused).toMatchObject({ status: 403, body: { code: 'PASSKEY_REFUSED' } })
    expect((await see(made.alex)).ring).toBe(0)
  })

  test('one signature takes one step, also when it is sent twice at once', async () => {
    const { alex, consent } = await scene()
    const [seen, signed] = [await see(alex), await consent('widening')]
    const answers = await Promise.all([
      take(alex, 'widening', signed, seen),
      take(alex, 'widening', signed, seen),
    ])
    expect(sortedStatuses(answers)).toEqual([200, 409])
    expect((await take(alex, 'widening', signed)).body.code).toBe('PASSKEY_REFUSED')
  })

  test('what has changed meanwhile is said before anybody signs', async () => {
    const { alex, consent } = await scene()
    const seen = await see(alex)
    await take(alex, 'widening', await consent('widening'))
    expect((await take(alex, 'widening', undefined, seen)).body.code).toBe('ROLLOUT_CHANGED')
    expect((await take(alex, 'resumption')).body.code).toBe('ROLLOUT_CHANGED')
    await halt(alex)
    expect((await take(alex, 'widening')).body.code).toBe('ROLLOUT_HALTED')
  })

  test('the passkey of one administrator signs nothing for another; one that was taken away counts as none', async () => {
    const { tenant, alex, consent } = await scene()
    const robin = await harness.atConsole(tenant, 'robin', ['admin'])
    const signed = await consent('widening')
    const old = softwarePasskey(origin)
    await harness.store.transact({ tenant }, (tx, now) =>
      tx
        .insertInto('passkeys')
        .values({
          ...{ tenant, id: old.id, person: robin.id, public_key: old.publicKey, counter: 0, label: 'x' },
          ...{ created_at: now, used_at: null, removed_at: now },
        })
        .execute(),
    )
    expect((await take(robin, 'widening', signed)).status).toBe(200)
    // Not spent by it, and worth nothing in the next ring.
    expect((await take(alex, 'widening', signed)).body.code).toBe('PASSKEY_REFUSED')
  })

  test('where passkeys are required, who has none takes no step, and halts all the same', async () => {
    const { tenant, alex } = await scene()
    const strict = await openHarness(() => new Date(time), { passkeys: 'required' })
    const robin = await strict.atConsole(tenant, 'robin', ['admin'])
    expect((await take(robin, 'widening')).body.code).toBe('PASSKEY_MISSING')
    expect((await take(robin, 'return')).body.code).toBe('PASSKEY_MISSING')
    expect((await halt(robin)).status).toBe(200)
    expect((await see(alex)).state).toBe('halted')
    await strict.close()
  })
})
