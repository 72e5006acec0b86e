import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Policy } from '../../policy/bundle.ts'
import { digest } from '../../policy/canonical.ts'
import { effectOf } from '../../policy/effect.ts'
import { buildAction, buildRule, buildWorkflow } from '../policy/build.ts'
import { anEvent } from './events.ts'
import { aRequest, openHarness } from './harness.ts'
import type { Harness, Rep } from './harness.ts'
import { storeKind } from './stores.ts'
import { testPolicy } from './test-policy.ts'

const limit = 3
const policy: Policy = {
  ...testPolicy,
  workflows: [buildWorkflow({ approvers: ['deal-desk'] })],
  rules: [
    buildRule('override-reason', { when: 'always', budget: limit, budgetPeriod: 'week' }, { id: 'why' }),
    buildRule('required-review', { floorSeconds: 0 }, { id: 'read', workflows: ['nowhere'] }),
  ],
}

describe(`a person's own overrides, on ${storeKind}`, () => {
  let harness: Harness
  let now = new Date('2026-06-10T10:00:00Z')
  beforeAll(async () => {
    harness = await openHarness(() => now)
  })
  afterAll(() => harness.close())

  const use = (rep: Rep, id: string = randomUUID(), rule = 'why') =>
    rep.ask('POST', '/v1/override-uses', { id, rule })
  const budget = async (rep: Rep) => (await rep.ask('GET', '/v1/override-budgets')).body
  const twoDevices = async () => {
    const tenant = await harness.tenant(policy)
    return { tenant, laptop: await harness.rep(tenant), desktop: await harness.rep(tenant) }
  }
  const request = async () => {
    const action = buildAction()
    return aRequest({ id: randomUUID(), hold: randomUUID(), action, digest: await digest(effectOf(action)) })
  }

  test('F22 are counted over all their browsers, and the one too many is refused', async () => {
    const { laptop, desktop } = await twoDevices()
    expect((await use(laptop)).body).toEqual({ left: 2 })
    expect((await use(desktop)).body).toEqual({ left: 1 })
    expect((await use(laptop)).body).toEqual({ left: 0 })
    for (const rep of [laptop, desktop]) {
      const refused = await use(rep)
      expect([refused.status, refused.body.code]).toEqual([409, 'OVERRIDE_BUDGET_SPENT'])
    }
    expect(await budget(desktop)).toMatchObject({ isAlone: false, budgets: [{ rule: 'why', limit }] })
    expect((await budget(desktop)).budgets[0].uses).toHaveLength(limit)
  })

  test('F22 both browsers at once never get more than there are', async () => {
    const { laptop, desktop } = await twoDevices()
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => use(index % 2 ? laptop : desktop)),
    )
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(limit)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(10 - limit)
  })

  test('F22 one that is asked for twice counts once, in this window and over its end', async () => {
    const { laptop } = await twoDevices()
    const id = randomUUID()
    expect([(await use(laptop, id)).status, (await use(laptop, id)).body]).toEqual([201, { left: 2 }])
    now = new Date('2026-06-16T10:00:00Z')
    expect((await use(laptop, id)).body).toEqual({ left: 3 })
    now = new Date('2026-06-10T10:00:00Z')
  })

  test('F22 what a browser counted without contact counts for all as it arrives, and gains nothing', async () => {
    const { laptop, desktop } = await twoDevices()
    const offline = [1, 2, 3].map((sequence) =>
      anEvent(laptop.device, sequence, {
        ...{ type: 'override.given', at: '2020-01-01T00:00:00.000Z' },
        detail: { rule: 'why', code: 'other', text: 'x', explanation: null, use: randomUUID() },
      }),
    )
    for (const _ of ['first', 'again']) {
      const { body } = await laptop.ask('POST', '/v1/events', { events: offline })
      expect(body.receipts).toHaveLength(3)
    }
    expect((await use(desktop)).status).toBe(409)
    expect((await budget(laptop)).budgets[0].uses).toHaveLength(3)
  })

  test('F22 a request for approval is taken when nothing is left, and not before', async () => {
    const { tenant, laptop, desktop } = await twoDevices()
    await harness.atConsole(tenant, 'avery', ['approver'], ['deal-desk'])
    const early = await laptop.ask('POST', '/v1/approval-requests', await request())
    expect(early.body.code).toBe('APPROVAL_NOT_NEEDED')
    for (let turn = 0; turn < limit; turn += 1) await use(desktop)
    const asked = await laptop.ask('POST', '/v1/approval-requests', await request())
    expect(asked.status).toBe(201)
    expect(asked.body.steps).toMatchObject([{ rule: 'why', approvers: ['deal-desk'] }])
  })

  test('F22 belong to a person, a rule and a week', async () => {
    const { tenant, laptop, desktop } = await twoDevices()
    for (let turn = 0; turn < limit; turn += 1) await use(laptop)
    const other = await harness.rep(tenant, 'robin')
    expect((await use(other)).body).toEqual({ left: 2 })
    expect((await budget(other)).isAlone).toBe(true)
    for (const rule of ['read', 'no-such-rule'])
      expect((await use(laptop, randomUUID(), rule)).body.code).toBe('RULE_UNKNOWN')
    now = new Date('2026-06-15T00:00:00Z')
    expect((await use(desktop)).body).toEqual({ left: 2 })
    now = new Date('2026-06-10T10:00:00Z')
  })
})
