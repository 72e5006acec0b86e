import { describe, expect, test } from 'vitest'
import { flush } from '../../background/audit/flush.ts'
import type { EscalationList } from '../../protocol/http/escalations.ts'
import { json } from '../support/fake-answers.ts'
import { settled, until } from '../support/worker-world.ts'
import { bigSave, enrolledWorld, panelFor, recorded } from './build-world.ts'

const answered = (event: string, note: string): EscalationList => ({
  items: [
    {
      ...{ id: '1', event, workflow: null, reason: 'URGENT', text: '', to: [], held: null, mayAnswer: false },
      rep: { id: 'p1', name: 'Riley Rep', email: 'rep@example.test' },
      subject: {
        ...{ site: null, account: null, surface: null, operation: null, tier: null },
        ...{ record: null, hold: null },
      },
      receivedAt: '2026-06-10T10:00:00.000Z',
      answer: {
        note,
        by: { id: 'p2', name: 'Avery Approver', email: 'approver@example.test' },
        at: '2026-06-10T10:01:00.000Z',
      },
    },
  ],
  ...{ next: null, toAnswer: 0 },
})

describe('an escalated hold', () => {
  test('S230 goes on the record once, names approvers and owners, and stays held', async () => {
    const { world, page } = await enrolledWorld()
    const hold = page.hold(bigSave())
    const panel = await panelFor(world, page, hold)
    await until(() => panel.latest()?.state === 'waiting', 'the hold')
    const said = { type: 'hold.escalated', hold, reason: 'UNSURE', text: '  Is this ours? ' } as const
    panel.say(said)
    panel.say(said)
    const shown = await until(() => panel.latest()?.escalation, 'the escalation')
    await settled()
    expect(shown).toMatchObject({ reason: 'UNSURE', text: 'Is this ours?', answer: null })
    expect(shown.to.length).toBeGreaterThan(0)
    expect(panel.latest()?.state).toBe('waiting')
    expect(page.ran).toEqual([])
    const { worker } = world.current()
    await flush(worker, true)
    await until(() => recorded(world).includes('hold.escalated'), 'the record')
    expect(recorded(world).filter((type) => type === 'hold.escalated')).toHaveLength(1)
  })

  test('shows what a human answered, and may then be handed over again', async () => {
    const { world, page } = await enrolledWorld()
    const hold = page.hold(bigSave())
    const panel = await panelFor(world, page, hold)
    panel.say({ type: 'hold.escalated', hold, reason: 'URGENT', text: '' })
    const { id } = await until(() => panel.latest()?.escalation, 'the escalation')
    const answers = () => json(200, answered(id, 'Ask the deal desk.'))
    world.server.overrides.set('/v1/escalations', [answers, answers])
    world.server.say({ type: 'escalation.changed', hold })
    const answer = await until(() => panel.latest()?.escalation?.answer, 'the answer')
    expect(answer).toMatchObject({ note: 'Ask the deal desk.', by: 'Avery Approver' })
    panel.say({ type: 'hold.escalated', hold, reason: 'RULE_WRONG', text: '' })
    await until(() => panel.latest()?.escalation?.reason === 'RULE_WRONG', 'the second one')
  })

  test('a repeated gesture keeps it', async () => {
    const { world, page } = await enrolledWorld()
    const first = page.hold(bigSave())
    const panel = await panelFor(world, page, first)
    panel.say({ type: 'hold.escalated', hold: first, reason: 'UNSURE', text: '' })
    const { id } = await until(() => panel.latest()?.escalation, 'the escalation')
    const again = page.hold(bigSave())
    const next = await panelFor(world, page, again)
    expect(await until(() => next.latest()?.escalation?.id, 'the same one')).toBe(id)
  })
})
