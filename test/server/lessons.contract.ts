import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AuditEvent } from '../../protocol/audit/event.ts'
import type { Completion, Training } from '../../protocol/http/lessons.ts'
import { anEvent } from './events.ts'
import { openHarness } from './harness.ts'
import type { Ask, Harness, Rep, Someone } from './harness.ts'
import { storeKind } from './stores.ts'

const account = '127.0.0.1:4610'
const subject = { ...anEvent('', 1).subject, account }
const saved = (after: number): Pick<AuditEvent, 'type' | 'detail'> => ({
  type: 'action.allowed',
  detail: {
    action: {
      ...{ trigger: 'click', actor: 'person', recipients: [], content: [], volume: null, unreadable: [] },
      fields: [{ name: 'amount', label: 'Amount', before: 1000, after, beforeKnown: true }],
    },
    decision: { effect: 'allow', reasons: [], tips: [], observed: [], obligations: [] },
    explanation: null,
  },
})
const overridden = (explanation: string | null) => ({
  type: 'override.given',
  detail: { rule: 'deviation', code: 'other', text: 'They signed.', explanation },
})
const escalated = { type: 'hold.escalated', detail: { reason: 'UNSURE', text: '', to: [] } }

describe(`lessons on ${storeKind}`, () => {
  let harness: Harness
  let tenant: string
  let admin: Someone
  let vendor: Ask
  beforeAll(async () => {
    harness = await openHarness()
    tenant = await harness.tenant()
    admin = await harness.atConsole(tenant, 'alex', ['admin'])
    vendor = await harness.service(tenant)
    await vendor('POST', '/v1/explanations', {
      ...{ id: 'e1', site: 'practice', account, record: { type: 'opportunity', id: '7' } },
      ...{ operation: 'opportunity.save', model: 'm', suggested: [{ field: 'amount', value: 21_000 }] },
      ...{ drivers: [], dataAsOf: null, confidence: null, sources: [], at: '2026-03-02T09:00:00.000Z' },
    })
  })
  afterAll(() => harness.close())

  let sequence = 0
  const send = (rep: Rep, ...changes: Partial<AuditEvent>[]) => {
    const events = changes.map((change) => anEvent(rep.device, (sequence += 1), { subject, ...change }))
    return rep.ask('POST', '/v1/events', { events })
  }
  const learnt = async (rep: Rep) => {
    const path = `/v1/lessons/progress?email=${rep.email}`
    return (await vendor<{ completed: Completion[] }>('GET', path)).body.completed.map(({ lesson }) => lesson)
  }
  let named = 0
  const aRep = () => harness.rep(tenant, `trainee${(named += 1)}`)

  test('S228 a suggestion is used when the browser recorded a save of exactly what was suggested', async () => {
    const rep = await aRep()
    await send(rep, saved(20_000))
    expect(await learnt(rep)).toEqual([])
    await send(rep, saved(21_000))
    expect(await learnt(rep)).toEqual(['use-suggestion'])
  })

  test('S229 one is overridden when a reason was given against it, S230 and a hold escalated when it was handed over', async () => {
    const rep = await aRep()
    await send(rep, overridden(null))
    expect(await learnt(rep)).toEqual([])
    await send(rep, overridden('e1'), escalated)
    expect(await learnt(rep)).toEqual(['override-suggestion', 'escalate'])
  })

  test('a lesson is recorded once, with the event that showed it, however often it is done or sent', async () => {
    const rep = await aRep()
    const event = anEvent(rep.device, 1, { subject, ...escalated })
    for (let time = 0; time < 3; time += 1) await rep.ask('POST', '/v1/events', { events: [event] })
    await rep.ask('POST', '/v1/events', { events: [anEvent(rep.device, 2, { subject, ...escalated })] })
    const recorded = await harness.events(admin, `&type=lesson.completed&person=${rep.email}`)
    expect(recorded.map(({ detail }) => detail)).toEqual([
      { lesson: 'escalate', event: event.id, device: rep.device },
    ])
  })

  test('what is done elsewhere is no lesson, and a device cannot say that it learnt one', async () => {
    const rep = await aRep()
    const forged = {
      type: 'lesson.completed',
      detail: { lesson: 'escalate', event: randomUUID(), device: rep.device },
    }
    await send(rep, { ...escalated, subject: { ...subject, site: 'tryton' } }, forged)
    expect(await learnt(rep)).toEqual([])
  })

  test('an administrator sees who learnt what, and who has not yet; nobody else does', async () => {
    const rep = await aRep()
    const idle = await aRep()
    await send(rep, escalated)
    const { people } = (await admin.ask<Training>('GET', '/v1/lessons')).body
    const of = (email: string) => people.find(({ person }) => person.email === email)?.completed
    expect(of(rep.email)).toMatchObject([{ lesson: 'escalate' }])
    expect(of(idle.email)).toEqual([])
    const approver = await harness.atConsole(tenant, 'avery', ['approver'])
    expect((await approver.ask('GET', '/v1/lessons')).status).toBe(403)
    expect((await rep.ask('GET', '/v1/lessons')).status).toBe(403)
    expect((await rep.ask('GET', `/v1/lessons/progress?email=${rep.email}`)).status).toBe(403)
    const stranger = await harness.service(await harness.tenant())
    const asked = await stranger<{ completed: unknown[] }>('GET', `/v1/lessons/progress?email=${rep.email}`)
    expect(asked.body.completed).toEqual([])
  })
})
