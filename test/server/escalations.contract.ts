import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EscalationList, EscalationView } from '../../protocol/http/escalations.ts'
import { anEvent } from './events.ts'
import { openHarness } from './harness.ts'
import type { Harness, Rep, Someone } from './harness.ts'
import { storeKind } from './stores.ts'

const held = {
  action: {
    ...{ trigger: 'click', actor: 'person', recipients: [], content: [], volume: null, unreadable: [] },
    fields: [{ name: 'amount', label: 'Amount', before: 1000, after: 90_000, beforeKnown: true }],
  },
  decision: {
    effect: 'hold',
    reasons: [{ code: 'ABOVE_AMOUNT', rule: 'amount', params: { value: 90_000 } }],
    ...{ tips: [], observed: [], obligations: [{ kind: 'approval', rule: 'amount' }] },
  },
  explanation: null,
}

describe(`escalations on ${storeKind}`, () => {
  let harness: Harness
  let tenant: string
  let rep: Rep
  let admin: Someone
  let dealDesk: Someone
  let legal: Someone
  let sequence = 0
  beforeAll(async () => {
    harness = await openHarness()
    tenant = await harness.tenant()
    rep = await harness.rep(tenant)
    admin = await harness.atConsole(tenant, 'alex', ['admin'])
    dealDesk = await harness.atConsole(tenant, 'avery', ['approver'], ['deal-desk'])
    legal = await harness.atConsole(tenant, 'lou', ['approver'], ['legal'])
  })
  afterAll(() => harness.close())

  async function escalate(detail: Record<string, unknown> = {}, from = rep): Promise<string> {
    const hold = randomUUID()
    const subject = { ...anEvent(from.device, 1).subject, hold }
    const given = { reason: 'UNSURE', text: 'Is this ours?', to: ['deal-desk', 'RevOps'], ...detail }
    const at = () => (sequence += 1)
    const events = [
      anEvent(from.device, at(), { type: 'action.held', subject, detail: held }),
      anEvent(from.device, at(), { type: 'hold.escalated', subject, detail: given }),
    ]
    const answer = await from.ask('POST', '/v1/events', { events })
    expect(answer.body.receipts.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'accepted',
      'accepted',
    ])
    return hold
  }
  const list = async (who: { ask: Someone['ask'] }, scope: string) =>
    (await who.ask<EscalationList>('GET', `/v1/escalations?scope=${scope}&limit=200`)).body
  const one = async (who: { ask: Someone['ask'] }, hold: string, scope = 'all') => {
    const found = (await list(who, scope)).items.find(({ subject }) => subject.hold === hold)
    if (!found) throw new Error('The escalation is not listed.')
    return found
  }

  test('S230 what a rep hands over reaches the approvers it names, with what is held and why', async () => {
    const hold = await escalate()
    expect(await one(dealDesk, hold, 'to-answer')).toMatchObject({
      rep: { email: rep.email },
      workflow: { id: 'opportunity-update', name: 'Workflow opportunity-update' },
      ...{ reason: 'UNSURE', text: 'Is this ours?', to: ['deal-desk', 'RevOps'] },
      held: { action: { fields: [{ name: 'amount', after: 90_000 }] }, decision: { effect: 'hold' } },
      ...{ answer: null, mayAnswer: true },
    })
    expect((await list(legal, 'to-answer')).items).toEqual([])
    expect((await list(legal, 'to-answer')).toAnswer).toBe(0)
  })

  test('an owner is found by group name whatever its case, and an administrator sees what nobody else would', async () => {
    const owner = await harness.atConsole(tenant, 'olli', ['approver'], ['revops'])
    const hold = await escalate({ to: ['RevOps'] })
    const lost = await escalate({ to: ['Nobody at all'] })
    await one(owner, hold, 'to-answer')
    await one(admin, lost, 'to-answer')
    await expect(one(owner, lost, 'to-answer')).rejects.toThrow()
  })

  test('an answer is recorded once, with its author, and comes back to the rep', async () => {
    const hold = await escalate()
    const { id } = await one(dealDesk, hold)
    const answers = await Promise.all([
      dealDesk.ask<EscalationView>('POST', `/v1/escalations/${id}/answer`, { note: 'Ask for approval.' }),
      admin.ask<EscalationView>('POST', `/v1/escalations/${id}/answer`, { note: 'Leave it.' }),
    ])
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409])
    const mine = await one(rep, hold, 'mine')
    expect(['Ask for approval.', 'Leave it.']).toContain(mine.answer?.note)
    expect((await list(dealDesk, 'to-answer')).items.map((item) => item.subject.hold)).not.toContain(hold)
    const recorded = await harness.events(admin, `&type=escalation.answered&hold=${hold}`)
    expect(recorded).toHaveLength(1)
    expect(recorded[0]).toMatchObject({ detail: { escalation: mine.event, device: rep.device } })
  })

  test('nobody answers their own, and nobody without a part in it sees or answers it', async () => {
    const hold = await escalate()
    const { id } = await one(dealDesk, hold)
    const own = await harness.atConsole(tenant, 'riley', ['rep'])
    const other = await harness.atConsole(tenant, 'robin', ['rep'])
    const body = { note: 'Fine.' }
    expect((await own.ask('POST', `/v1/escalations/${id}/answer`, body)).body.code).toBe('OWN_ESCALATION')
    expect((await other.ask('POST', `/v1/escalations/${id}/answer`, body)).body.code).toBe(
      'ESCALATION_UNKNOWN',
    )
    expect((await other.ask('GET', '/v1/escalations?scope=all')).status).toBe(403)
    expect((await list(other, 'mine')).items).toEqual([])
    const stranger = await harness.atConsole(await harness.tenant(), 'sam', ['admin'])
    expect((await stranger.ask('POST', `/v1/escalations/${id}/answer`, body)).status).toBe(404)
  })

  test.each(['0', '-1', '9999999999999999999', 'x', '1e3'])('%s is no id', async (id) => {
    const { status } = await admin.ask('POST', `/v1/escalations/${id}/answer`, { note: 'x' })
    expect(status).toBe(400)
  })

  test('pages of a list follow each other without a gap', async () => {
    const first = (await admin.ask<EscalationList>('GET', '/v1/escalations?scope=all&limit=2')).body
    const second = (
      await admin.ask<EscalationList>(
        'GET',
        `/v1/escalations?scope=all&limit=200&cursor=${encodeURIComponent(first.next ?? '')}`,
      )
    ).body
    const all = await list(admin, 'all')
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.items.map(({ id }) => id))
    expect((await admin.ask('GET', '/v1/escalations?cursor=zzz')).status).toBe(400)
  })
})
