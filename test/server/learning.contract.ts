import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { effectsSchema } from '../../protocol/http/effects.ts'
import type { Learning } from '../../protocol/http/learning.ts'
import { anEvent } from './events.ts'
import { aRequest, openHarness } from './harness.ts'
import type { Harness, Rep, Someone } from './harness.ts'
import { storeKind } from './stores.ts'

const held = (value: number) => ({
  action: {
    ...{ trigger: 'click', actor: 'person', recipients: [], content: [], volume: null, unreadable: [] },
    fields: [{ name: 'amount', label: 'Amount', before: 1000, after: value, beforeKnown: true }],
  },
  decision: {
    effect: 'hold',
    reasons: [{ code: 'ABOVE_AMOUNT', rule: 'amount', params: { value, limit: 50_000 } }],
    ...{ tips: [], observed: [], obligations: [{ kind: 'approval', rule: 'amount' }] },
  },
  explanation: null,
})

describe(`what people answer to rules, on ${storeKind}`, () => {
  let harness: Harness
  let tenant: string
  let rep: Rep
  let admin: Someone
  let sequence = 0
  beforeAll(async () => {
    harness = await openHarness()
    tenant = await harness.tenant()
    rep = await harness.rep(tenant)
    admin = await harness.atConsole(tenant, 'alex', ['admin'])
  })
  afterAll(() => harness.close())

  const send = async (type: string, details: readonly unknown[]) => {
    const events = details.map((detail) =>
      anEvent(rep.device, (sequence += 1), { type, detail: detail as Record<string, unknown> }),
    )
    const answer = await rep.ask('POST', '/v1/events', { events })
    expect(answer.body.receipts.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
      details.map(() => 'accepted'),
    )
  }
  const read = async (who: { ask: Someone['ask'] } = admin, query = '') =>
    who.ask<Learning>('GET', `/v1/learning${query}`)

  test('nothing was answered to: an empty list', async () => {
    expect((await read()).body.rules).toEqual([])
  })

  test('F23 S035 lists the top reasons per rule with the edits they suggest', async () => {
    await send('action.held', [55_000, 60_000, 60_000, 75_000, 90_000].map(held))
    const given = (code: string, text = '') => ({ rule: 'amount', code, text, explanation: null })
    await send('override.given', [
      ...Array.from({ length: 6 }, () => given('newer-information')),
      given('strategy'),
      ...['Signed already', 'A renewal', 'A renewal'].map((text) => given('other', text)),
    ])
    await send(
      'detection.disputed',
      ['Not ours', 'A test record', ''].map((text) => ({ rule: 'amount', text })),
    )
    const avery = await harness.atConsole(tenant, 'avery', ['approver'], ['deal-desk'])
    for (let turn = 0; turn < 5; turn += 1) {
      const request = await aRequest({ id: randomUUID(), hold: randomUUID() })
      expect((await rep.ask('POST', '/v1/approval-requests', request)).status).toBe(201)
      const path = `/v1/approval-requests/${request.id}/decision`
      expect(
        (await avery.ask('POST', path, { decision: 'approve', digest: request.digest, note: '' })).status,
      ).toBe(200)
    }

    const { rules } = (await read()).body
    expect(rules).toHaveLength(1)
    expect(rules[0]).toMatchObject({
      ...{ rule: 'amount', name: 'Rule amount', owner: 'RevOps', held: 5, overridden: 10, disputed: 3 },
      ...{ approved: 5, denied: 0 },
      reasons: [
        { code: 'newer-information', count: 6 },
        { code: 'other', count: 3 },
        { code: 'strategy', count: 1 },
      ],
      texts: ['A renewal', 'A renewal', 'Signed already'],
      disputes: ['A test record', 'Not ours'],
      edits: [
        { code: 'REVIEW_DETECTION', params: { count: 3, held: 5 } },
        { code: 'RAISE_LIMIT', params: { count: 5, limit: 50_000, proposed: 60_000 } },
        { code: 'USE_REASON', params: { label: 'newer-information', count: 6, all: 10 } },
        { code: 'ADD_REASON', params: { count: 3, all: 10 } },
      ],
    })
  })

  test('F71 what a rule did, and what one that only watches would have done, is counted from real decisions', async () => {
    const before = effectsSchema.parse((await admin.ask('GET', '/v1/policy/effects?days=7')).body)
    const watched = {
      ...held(70_000),
      decision: {
        ...{ effect: 'allow', reasons: [], obligations: [] },
        tips: [{ code: 'ABOVE_AMOUNT', rule: 'nudge', params: {} }],
        observed: [
          { code: 'ABOVE_AMOUNT', rule: 'watched', params: {} },
          { code: 'AMOUNT_MOVED', rule: 'watched', params: {} },
        ],
      },
    }
    await send('action.allowed', [watched, watched, watched])
    const after = effectsSchema.parse((await admin.ask('GET', '/v1/policy/effects?days=7')).body)
    expect(after.items).toEqual(
      expect.arrayContaining([
        { rule: 'watched', mode: 'observe', count: 3, people: 1 },
        { rule: 'nudge', mode: 'tip', count: 3, people: 1 },
      ]),
    )
    const of = (one: typeof after) => one.decisions['opportunity-update'] ?? 0
    expect(of(after) - of(before)).toBe(3)
    expect((await rep.ask('GET', '/v1/policy/effects')).status).toBe(403)
    expect((await admin.ask('GET', '/v1/policy/effects?days=0')).status).toBe(400)
  })

  test('is for approvers and administrators of the tenant, over a period of 1 to 90 days', async () => {
    const riley = await harness.atConsole(tenant, 'rita', ['rep'])
    expect((await read(riley)).status).toBe(403)
    const elsewhere = await harness.atConsole(await harness.tenant(), 'olga', ['admin'])
    expect((await read(elsewhere)).body.rules).toEqual([])
    for (const days of ['0', '91', 'x', '1.5']) expect((await read(admin, `?days=${days}`)).status).toBe(400)
    expect((await read(admin, '?days=90')).status).toBe(200)
  })
})
