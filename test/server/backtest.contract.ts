import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runBacktest } from '../../backtest/run-backtest.ts'
import type { Action } from '../../policy/action.ts'
import type { Policy } from '../../policy/bundle.ts'
import {
  backtestPlanSchema,
  decisionPageSchema,
  recordedDecisionSchema,
} from '../../protocol/http/backtest.ts'
import type { BacktestPlan } from '../../protocol/http/backtest.ts'
import { readBundle } from '../../server/features/policy/bundle-store.ts'
import { renewLease } from '../../server/features/policy/publish.ts'
import { preparedOf, recordOf } from '../backtest/record.ts'
import { anEvent } from './events.ts'
import { anAction, aRequest, openHarness } from './harness.ts'
import type { Harness, Rep, Someone } from './harness.ts'
import { storeKind } from './stores.ts'
import { testPolicy } from './test-policy.ts'

const period = { from: '2000-01-01T00:00:00.000Z', to: '2999-01-01T00:00:00.000Z' }
const inPeriod = new URLSearchParams(period).toString()

describe(`backtests on ${storeKind}`, () => {
  let harness: Harness
  let tenant: string
  let admin: Someone
  let rep: Rep
  beforeAll(async () => {
    harness = await openHarness()
  })
  afterAll(() => harness.close())

  /** A tenant of its own for each test, with an administrator and an enrolled rep. */
  async function begin(policy: Policy = testPolicy): Promise<void> {
    tenant = await harness.tenant(policy)
    admin = await harness.atConsole(tenant, 'alex', ['admin'], ['revops'])
    rep = await harness.rep(tenant, 'riley', ['sales'])
  }
  const plan = async (given: object = period) =>
    backtestPlanSchema.parse((await admin.ask('POST', '/v1/backtests', given)).body)
  const page = async (query = '') => {
    const answer = await admin.ask('GET', `/v1/backtests/decisions?${inPeriod}${query}`)
    expect(answer.status).toBe(200)
    return decisionPageSchema.parse(answer.body)
  }

  /** What the rep's browser would have recorded, sent as it sends it. */
  async function act(actions: readonly Partial<Action>[], first = 1) {
    const prepared = preparedOf(testPolicy)
    const events = actions.map((change, index) => {
      const { event } = recordOf(prepared, {
        action: anAction(change),
        now: Date.now(),
      })
      const { type, at, bundleVersion, subject, detail } = event
      return anEvent(rep.device, first + index, { type, at, bundleVersion, subject, detail })
    })
    const answer = await rep.ask('POST', '/v1/events', { events })
    expect(answer.body.receipts.map((one: { outcome: string }) => one.outcome)).toEqual(
      events.map(() => 'accepted'),
    )
    return events
  }
  const deals = (...amounts: number[]) =>
    amounts.map((after) => ({
      fields: [{ name: 'amount', label: 'Amount', before: 1000, after, beforeKnown: true }],
    }))

  async function run(draft: Policy, given: BacktestPlan, limit = 2) {
    async function* pages() {
      for (let cursor: string | null = ''; cursor !== null;) {
        const { items, next }: { items: unknown[]; next: string | null } = await page(
          `&limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`,
        )
        yield items
        cursor = next
      }
    }
    const current = (await admin.ask('GET', '/v1/policy')).body
    return runBacktest({
      ...{ active: current.policy, version: current.version, draft, versions: given.versions },
      policyOf: async (version) => (await admin.ask('GET', `/v1/policy/versions/${version}`)).body.policy,
      pages: pages(),
      onProgress: () => undefined,
    })
  }

  test('F72 S248 real events of a period say before publishing how many would need an approval, and whose', async () => {
    await begin()
    await act(deals(20_000, 45_000, 45_000, 60_000, 90_000))
    const draft = structuredClone(testPolicy)
    draft.rules[0]!.guardrail.settings['limit'] = 40_000
    const given = await plan()
    expect(given).toMatchObject({ count: 5, versions: [{ version: 1, policy: 1 }] })
    expect(given.people.find(({ id }) => id === rep.id)).toMatchObject({ groups: ['sales'] })
    const report = await run(draft, given)
    expect(report).toMatchObject({ total: 5, unreadable: 0 })
    expect(report.fidelity).toEqual({ reproduced: 5, different: 0, unknowable: 0 })
    expect(report.all).toMatchObject({
      now: { approval: 2 },
      draft: { approval: 4 },
      stricter: 2,
      unknowable: 0,
    })
    expect([...report.people.keys()]).toEqual([rep.id])
    expect([...report.approvers.values()]).toEqual([{ approvers: ['deal-desk'], now: 2, draft: 4 }])
  })

  test('a decision is checked against the policy that made it, and compared under the one in force', async () => {
    await begin()
    await act(deals(60_000))
    await harness.store.transact({ tenant }, async (tx, now) => {
      const current = await readBundle(tx, tenant, 'current')
      if (current) await renewLease(tx, harness.parts, now, current)
    })
    await harness.publish(tenant, { ...testPolicy, rules: [] })
    const given = await plan()
    expect(given.versions).toEqual([
      { version: 3, policy: 3 },
      { version: 2, policy: 1 },
      { version: 1, policy: 1 },
    ])
    const report = await run(testPolicy, given)
    expect(report.fidelity).toEqual({ reproduced: 1, different: 0, unknowable: 0 })
    expect(report.all).toMatchObject({ now: { pass: 1 }, draft: { approval: 1 } })
  })

  test('comes oldest first, in pages without loss or repetition, and holds nothing but decisions', async () => {
    await begin()
    const events = await act(deals(1, 2, 3, 4, 5, 60_000, 7))
    await rep.ask('POST', '/v1/events', { events: [anEvent(rep.device, events.length + 1)] })
    const seen: string[] = []
    for (let cursor = ''; ;) {
      const { items, next } = await page(`&limit=3${cursor}`)
      seen.push(...items.map((item) => recordedDecisionSchema.parse(item).event.id))
      if (next === null) break
      cursor = `&cursor=${next}`
    }
    expect(seen).toEqual(events.map(({ id }) => id))
  })

  test('a page ends early when it grows heavy, and the next goes on behind it', async () => {
    await begin()
    const recipients = Array.from({ length: 9000 }, (_, index) => `${'x'.repeat(40)}${index}@example.test`)
    const heavy = { surface: 'email-send', operation: 'email.send', fields: [], recipients }
    for (let first = 1; first <= 9; first += 1) await act([heavy], first)
    const before = await page()
    expect(before.items.length).toBeLessThan(9)
    const after = await page(`&cursor=${before.next}`)
    expect(before.items.length + after.items.length).toBe(9)
    expect(after.next).toBeNull()
  })

  test('only decisions of the period are read, and none that arrives while it runs', async () => {
    await begin()
    await act(deals(1, 2))
    const { to, count } = await plan()
    expect(count).toBe(2)
    await act(deals(3), 3)
    const query = new URLSearchParams({ ...period, to }).toString()
    expect((await admin.ask('GET', `/v1/backtests/decisions?${query}`)).body.items).toHaveLength(2)
    const past = { from: '2001-01-01T00:00:00.000Z', to: '2002-01-01T00:00:00.000Z' }
    expect(await plan(past)).toMatchObject({ count: 0 })
  })

  test('how long requests waited and were looked at is measured', async () => {
    await begin()
    const approver = await harness.atConsole(tenant, 'avery', ['approver'], ['deal-desk'])
    const request = await aRequest()
    await rep.ask('POST', '/v1/approval-requests', request)
    const decision = { decision: 'approve', digest: request.digest, note: '', consideredMs: 42_000 }
    const path = `/v1/approval-requests/${request.id}/decision`
    expect((await approver.ask('POST', path, decision)).status).toBe(200)
    const { approvals } = await plan()
    expect(approvals).toMatchObject({ decided: 1, considered: 1, medianConsideredMs: 42_000 })
    expect(approvals.medianWaitMs).toBeGreaterThanOrEqual(0)
    const [decided] = await harness.events(admin, '&type=approval.decided')
    expect(decided).toMatchObject({ detail: { consideredMs: 42_000 } })
  })

  test('that somebody read what everybody did is on the record', async () => {
    await begin()
    await plan()
    const [started] = await harness.events(admin, '&type=backtest.started')
    expect(started).toMatchObject({ person: { id: admin.id }, detail: { decisions: 0 } })
  })

  test('is for administrators, of their own tenant', async () => {
    await begin()
    await act(deals(60_000))
    for (const roles of [['rep'], ['approver']] as const) {
      const other = await harness.atConsole(tenant, `other-${roles[0]}`, [...roles])
      expect((await other.ask('POST', '/v1/backtests', period)).status).toBe(403)
      expect((await other.ask('GET', `/v1/backtests/decisions?${inPeriod}`)).status).toBe(403)
    }
    expect((await rep.ask('GET', `/v1/backtests/decisions?${inPeriod}`)).status).toBe(403)
    expect((await harness.anonymous('GET', `/v1/backtests/decisions?${inPeriod}`)).status).toBe(401)
    const stranger = await harness.atConsole(await harness.tenant(), 'stranger', ['admin'])
    expect((await stranger.ask('GET', `/v1/backtests/decisions?${inPeriod}`)).body.items).toEqual([])
    expect((await stranger.ask('POST', '/v1/backtests', period)).body).toMatchObject({ count: 0 })
  })

  test.each([
    'from=yesterday&to=2026-01-01T00:00:00Z',
    'from=2026-01-01T00:00:00Z',
    `${inPeriod}&cursor=e30`,
    `${inPeriod}&cursor=%00`,
    `${inPeriod}&limit=0`,
    `${inPeriod}&limit=5001`,
    'from=%2B999999-01-01T00:00:00Z&to=2026-01-01T00:00:00Z',
  ])('%s is answered with a 400', async (query) => {
    await begin()
    expect((await admin.ask('GET', `/v1/backtests/decisions?${query}`)).status).toBe(400)
  })

  test('a period that is none is answered with a 400', async () => {
    await begin()
    expect((await admin.ask('POST', '/v1/backtests', { ...period, from: 'soon' })).status).toBe(400)
  })
})
