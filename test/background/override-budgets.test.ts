import { describe, expect, test } from 'vitest'
import { readValue } from '../../background/db/values.ts'
import type { PanelMessage } from '../../protocol/messages/panel-port.ts'
import { buildAction, buildField, buildRule } from '../policy/build.ts'
import { askedFor } from '../support/rep.ts'
import { settled, until } from '../support/worker-world.ts'
import { buildPolicy, enrolledWorld, panelFor } from './build-world.ts'

const why = buildRule(
  'override-reason',
  { when: 'always', budget: 2 },
  { id: 'why', workflows: ['opportunity-update'] },
)
let amount = 11_000
const save = (record = '12') =>
  buildAction({
    fields: [buildField({ after: (amount += 1) })],
    record: { type: 'sale.opportunity', ids: [record] },
  })
const given = (hold: string, remember = {}): PanelMessage => ({
  ...{ type: 'override.given', hold, rule: 'why', code: 'customer-said', text: '', ...remember },
})

async function limited(isAlone = true) {
  const { world, page } = await enrolledWorld(buildPolicy({ rules: [why] }))
  world.server.overrideUses.isAlone = isAlone
  await world.advance(31_000)
  const { db } = world.current().worker
  await until(async () => (await readValue(db, 'budgets'))?.isAlone === isAlone, 'the server was asked')
  const open = async (record?: string) => {
    const hold = page.hold(save(record))
    const panel = await panelFor(world, page, hold)
    await until(() => panel.latest(), 'the hold')
    return { hold, panel, asks: () => panel.latest()?.decision.obligations.map(({ kind }) => kind) }
  }
  const override = async () => {
    const before = page.ran.length
    const { hold, panel, asks } = await open()
    if (asks()?.[0] === 'override-reason') panel.say(given(hold))
    await until(() => page.ran.length > before || asks()?.[0] === 'approval', 'an end')
    return page.ran.length > before
  }
  return { world, page, open, override }
}

describe('the override budget of a rep', () => {
  test('F22 is shown while it lasts; the one beyond it goes to an approval', async () => {
    const { world, page, open, override } = await limited()
    const first = await open()
    expect(first.panel.latest()?.budgets?.['why']).toMatchObject({ limit: 2, left: 2, period: 'week' })
    first.panel.say(given(first.hold))
    await until(() => page.ran.length === 1, 'the first')
    expect(await override()).toBe(true)
    const third = await open()
    expect(third.asks()).toEqual(['approval'])
    expect(third.panel.latest()?.budgets?.['why']?.left).toBe(0)
    expect(third.panel.latest()?.decision.reasons.map(({ code }) => code)).toEqual(['BUDGET_SPENT'])
    third.panel.say(given(third.hold))
    third.panel.say(askedFor(third.hold))
    await until(() => third.panel.latest()?.approval?.state === 'pending', 'the request')
    expect(page.ran).toHaveLength(2)
    const uses = world.server.events.flatMap(({ type, detail }) =>
      type === 'override.given' ? [detail['use']] : [],
    )
    expect(new Set(uses).size).toBe(2)
  })

  test('F22 what was used on another browser counts here, although nobody had said so yet', async () => {
    const { world, page, open } = await limited(false)
    const { hold, panel, asks } = await open()
    expect(asks()).toEqual(['override-reason'])
    world.server.overrideUses.use('why', 2)
    panel.say(given(hold))
    await until(() => asks()?.[0] === 'approval', 'somebody else decides')
    expect(panel.latest()?.problem).toBe('BUDGET_SPENT')
    expect(page.ran).toEqual([])
  })

  test('F22 without contact the only browser counts for itself, and one of several gains nothing', async () => {
    const alone = await limited(true)
    alone.world.server.goDown()
    await alone.world.advance(31_000)
    expect([await alone.override(), await alone.override(), await alone.override()]).toEqual([
      true,
      true,
      false,
    ])

    const second = await limited(false)
    second.world.server.goDown()
    await second.world.advance(31_000)
    expect(await second.override()).toBe(false)
  })

  test('F21 F22 a memory is no way round: each pass counts, and the one beyond asks somebody else', async () => {
    const { world, page, open } = await limited()
    const first = await open()
    first.panel.say(given(first.hold, { remember: { scope: 'record', ends: 'day' } }))
    await until(() => page.ran.length === 1, 'the first')
    page.hold(save())
    await until(() => page.ran.length === 2, 'passed on the memory')
    const third = await open()
    expect(third.asks()).toEqual(['approval'])
    await settled()
    expect(page.ran).toHaveLength(2)
    await until(() => world.server.events.some(({ type }) => type === 'override.remembered'), 'on the record')
  })
})
