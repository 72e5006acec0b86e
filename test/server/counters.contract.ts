import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { explanationListSchema } from '../../protocol/http/explanations.ts'
import { openHarness } from './harness.ts'
import type { Ask, Harness, Rep } from './harness.ts'
import { storeKind } from './stores.ts'

describe(`shared counters and explanations on ${storeKind}`, () => {
  let harness: Harness
  let time = Date.parse('2026-03-02T22:00:00.000Z')
  beforeAll(async () => {
    harness = await openHarness(() => new Date(time))
  })
  afterAll(() => harness.close())

  describe('a reservation', () => {
    const reserve = (rep: Rep, amount: number, id: string = randomUUID(), rule = 'daily-mail') =>
      rep.ask('POST', '/v1/reservations', { id, rule, amount })

    test('F51 S064 never lets people, tabs and tools pass the cap together', async () => {
      const tenant = await harness.tenant()
      const reps = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => harness.rep(tenant, name)))
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) => reserve(reps[index % 5] as Rep, 7)),
      )
      const granted = answers.filter((answer) => answer.status === 201)
      expect(granted).toHaveLength(14)
      expect(
        answers.filter((answer) => answer.status === 409).every((answer) => answer.body.remaining === 2),
      ).toBe(true)
      expect(await reserve(reps[0] as Rep, 2)).toMatchObject({ status: 201, body: { remaining: 0 } })
      expect(await reserve(reps[1] as Rep, 1)).toMatchObject({
        status: 409,
        body: { code: 'CAP_REACHED', remaining: 0 },
      })
    })

    test('asked for again under its id takes nothing more, and under other terms is refused', async () => {
      const rep = await harness.rep(await harness.tenant())
      const id = randomUUID()
      const first = await reserve(rep, 60, id)
      expect((await reserve(rep, 60, id)).body).toEqual(first.body)
      expect(await reserve(rep, 61, id)).toMatchObject({
        status: 409,
        body: { code: 'RESERVATION_ID_TAKEN' },
      })
      expect((await reserve(rep, 40)).status).toBe(201)
    })

    test('counts anew in the next period', async () => {
      const rep = await harness.rep(await harness.tenant())
      await reserve(rep, 100)
      time = Date.parse('2026-03-02T23:59:59.999Z')
      expect((await reserve(rep, 1)).status).toBe(409)
      time = Date.parse('2026-03-03T00:00:00.000Z')
      expect((await reserve(rep, 100)).status).toBe(201)
    })

    test('is only there for a shared limit of the policy', async () => {
      const rep = await harness.rep(await harness.tenant())
      for (const rule of ['amount', 'nothing', ''])
        expect((await reserve(rep, 1, randomUUID(), rule)).body.code).toBe('RULE_UNKNOWN')
    })
  })

  describe('an explanation', () => {
    const anExplanation = (change: object = {}) => ({
      ...{ id: 'suggestion-1', site: 'practice', account: 'crm', record: { type: 'opportunity', id: '7' } },
      ...{ operation: 'opportunity.save', model: 'vendor-3', suggested: [{ field: 'amount', value: 1200 }] },
      drivers: [{ name: 'Seats', direction: 'raises', weight: 0.6 }],
      ...{
        dataAsOf: '2026-03-01T00:00:00Z',
        confidence: 'medium',
        sources: [],
        at: '2026-03-02T09:00:00Z',
        ...change,
      },
    })
    const push = (service: Ask, change: object = {}) =>
      service('POST', '/v1/explanations', anExplanation(change))
    async function scene() {
      const tenant = await harness.tenant()
      return { tenant, service: await harness.service(tenant), rep: await harness.rep(tenant) }
    }
    const list = async (rep: Rep, query: string) =>
      explanationListSchema.parse((await rep.ask('GET', `/v1/explanations?site=practice${query}`)).body)

    test('S031 S032 S033 reaches the devices as it was pushed, once', async () => {
      const { service, rep } = await scene()
      expect((await push(service)).status).toBe(201)
      expect((await push(service)).status).toBe(200)
      expect((await list(rep, '')).explanations).toEqual([anExplanation()])
    })

    test('is never replaced under its id by another', async () => {
      const { service, rep } = await scene()
      await push(service)
      expect(await push(service, { model: 'other' })).toMatchObject({
        status: 409,
        body: { code: 'EXPLANATION_ID_TAKEN' },
      })
      expect((await list(rep, '')).explanations[0]?.model).toBe('vendor-3')
    })

    test('of a record is the newest one, and others can be asked for by record and operation', async () => {
      const { service, rep } = await scene()
      await push(service)
      time += 1000
      await push(service, { id: 'suggestion-2', confidence: 'high' })
      await push(service, { id: 'suggestion-3', record: { type: 'opportunity', id: '8' } })
      const all = await list(rep, '')
      expect(all.explanations.map((one) => one.id).toSorted()).toEqual(['suggestion-2', 'suggestion-3'])
      const one = await list(rep, '&account=crm&recordType=opportunity&recordId=8&operation=opportunity.save')
      expect(one.explanations.map((found) => found.id)).toEqual(['suggestion-3'])
      expect((await list(rep, '&recordId=9')).explanations).toEqual([])
    })

    test.each([
      { confidence: 'sure' },
      { drivers: [{ name: 'x', direction: 'up', weight: 2 }] },
      { at: 5 },
      { surprise: true },
    ])('with %j is refused', async (change) => {
      const { service } = await scene()
      expect(await push(service, change)).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } })
    })

    test('is pushed with a service key and nothing else', async () => {
      const { tenant, rep } = await scene()
      const admin = await harness.atConsole(tenant, 'alex', ['admin'])
      const answers = [rep.ask, admin.ask, harness.anonymous].map((ask) =>
        ask('POST', '/v1/explanations', anExplanation()),
      )
      const codes = (await Promise.all(answers)).map((answer) => answer.body.code)
      expect(codes).toEqual(['TOKEN_WRONG_KIND', 'TOKEN_MISSING', 'TOKEN_MISSING'])
    })
  })
})
