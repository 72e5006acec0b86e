import { describe, expect, test } from 'vitest'
import type { Action } from '../../policy/action.ts'
import type { Bundle } from '../../policy/bundle.ts'
import type { PanelMessage } from '../../protocol/messages/panel-port.ts'
import { buildAction, buildField, buildRule, buildWorkflow } from '../policy/build.ts'
import { openPanel } from '../support/rep.ts'
import { settled, until } from '../support/worker-world.ts'
import { buildPolicy, enrolledWorld, panelFor, recorded } from './build-world.ts'

/** A reason on every save of an opportunity. */
const why = (settings = {}) =>
  buildRule(
    'override-reason',
    { when: 'always', ...settings },
    { id: 'why', workflows: ['opportunity-update'] },
  )
const asking = (patch: Partial<Bundle> = {}) => buildPolicy({ rules: [why()], ...patch })
const save = (after: number, record = '12', patch: Partial<Action> = {}) =>
  buildAction({
    fields: [buildField({ after })],
    record: { type: 'sale.opportunity', ids: [record] },
    ...patch,
  })

const given = (hold: string, remember = {}): PanelMessage => ({
  ...{ type: 'override.given', hold, rule: 'why', code: 'customer-said', text: '' },
  remember: { scope: 'record', ends: 'session', ...remember },
})

type World = Awaited<ReturnType<typeof enrolledWorld>>

async function remembering(bundle = asking(), remember = {}, first = save(11_000)) {
  const { world, page } = await enrolledWorld(bundle)
  const hold = page.hold(first)
  const panel = await panelFor(world, page, hold)
  await until(() => panel.latest()?.state === 'waiting', 'the question')
  panel.say(given(hold, remember))
  await until(() => page.ran.length === 1 || panel.latest()?.problem, 'an answer')
  return { world, page, panel }
}

async function isAsked({ page }: Pick<World, 'page'>, action: Action): Promise<boolean> {
  const hold = page.hold(action)
  await until(() => page.told('hold.decided', hold).length > 0, 'a decision')
  await settled()
  return page.told('hold.released', hold).length === 0
}

const eventsOf = ({ world }: Pick<World, 'world'>, type: string) =>
  world.server.events.filter((event) => event.type === type).map(({ detail }) => detail)

describe('a reason the rep asked not to be asked again', () => {
  test('F21 passes the same record, names the memory it passed on, and asks for every other record', async () => {
    const told = await remembering()
    expect(await isAsked(told, save(12_000))).toBe(false)
    expect(await isAsked(told, save(12_000, '13'))).toBe(true)
    await until(() => recorded(told.world).filter((type) => type === 'action.settled').length === 2)
    const [first] = eventsOf(told, 'override.given')
    const memory = first?.['memory'] as { id: string; scope: string; ends: string; until: string }
    expect(memory).toMatchObject({ scope: 'record', ends: 'session' })
    expect(new Date(memory.until).getTime()).toBeGreaterThan(told.world.clock.now)
    expect(new Date(memory.until).getTime()).toBeLessThanOrEqual(told.world.clock.now + 86_400_000)
    expect(eventsOf(told, 'override.remembered')).toEqual([
      { rule: 'why', code: 'customer-said', memory: memory.id, explanation: null },
    ])
    const types = recorded(told.world)
    expect(types.indexOf('override.remembered')).toBeLessThan(types.lastIndexOf('action.released'))
  })

  test('F21 shows exactly what for and until when before it is given', async () => {
    const { world, page } = await enrolledWorld(asking({ rules: [why({ remember: 'workflow' })] }))
    const panel = await panelFor(world, page, page.hold(save(11_000)))
    const offer = (await until(() => panel.latest()))?.memories?.['why']
    expect(offer).toMatchObject({
      ok: true,
      scopes: ['record', 'workflow'],
      matter: { record: { ids: ['12'] }, fields: [{ name: 'amount', label: 'Amount' }] },
    })
  })

  test('F21 covers a whole workflow only where the rule says so, and never a field the rep did not answer for', async () => {
    const wide = await remembering(asking({ rules: [why({ remember: 'workflow' })] }), { scope: 'workflow' })
    expect(await isAsked(wide, save(12_000, '13'))).toBe(false)
    const other = save(12_000, '14', { fields: [buildField(), buildField({ name: 'stage', after: 'won' })] })
    expect(await isAsked(wide, other)).toBe(true)

    const narrow = await remembering(asking(), { scope: 'workflow' })
    expect(narrow.panel.latest()?.problem).toBe('MEMORY_REFUSED')
    expect(narrow.page.ran).toEqual([])
  })

  test.each([
    [
      'an always-approval category',
      { workflows: [buildWorkflow({ category: 'pricing' })] },
      'ALWAYS_APPROVAL',
    ],
    [
      'an action that needs an approval too',
      { rules: [why(), buildRule('approval', {}, { id: 'sign', workflows: ['opportunity-update'] })] },
      'NEEDS_APPROVAL',
    ],
    ['a tier-3 workflow', { workflows: [buildWorkflow({ tier: 3 })] }, 'NEEDS_APPROVAL'],
    ['a rule whose owner says never', { rules: [why({ remember: 'never' })] }, 'RULE_SAYS_NO'],
  ] as const)('F21 is refused for %s, whatever a panel says', async (_, patch, reason) => {
    const { world, page } = await enrolledWorld(asking(patch as unknown as Partial<Bundle>))
    const hold = page.hold(save(11_000))
    const panel = await panelFor(world, page, hold)
    const view = await until(() => panel.latest())
    expect(view.memories?.['why']).toEqual({ ok: false, reason })
    panel.say(given(hold))
    await until(() => panel.latest()?.problem === 'MEMORY_REFUSED', 'the refusal')
    expect(recorded(world)).not.toContain('override.given')
  })

  test('F21 says nothing for a review: that is asked every time', async () => {
    const review = buildRule(
      'required-review',
      { floorSeconds: 0 },
      { id: 'read', workflows: ['opportunity-update'] },
    )
    const { world, page } = await enrolledWorld(asking({ rules: [why(), review] }))
    const hold = page.hold(save(11_000))
    const panel = await panelFor(world, page, hold)
    await until(() => panel.latest())
    panel.say(given(hold))
    panel.say({ type: 'review.completed', hold, rule: 'read', tickedAfterMs: 9000, scrolledToEnd: true })
    await until(() => page.ran.length === 1)
    const again = page.hold(save(12_000))
    const next = await panelFor(world, page, again)
    const due = (await until(() => next.latest())).decision.obligations
    expect(due.map(({ kind }) => kind)).toEqual(['review'])
  })

  test('F21 ends with any change of the rule, and outlives a change of another', async () => {
    const told = await remembering(asking(), { ends: 'day' })
    const { world } = told
    const other = buildRule('required-review', { floorSeconds: 0 }, { id: 'read', workflows: ['mail'] })
    const publish = async (bundle: Bundle) => {
      world.server.publish(bundle)
      await world.advance(31_000)
      await until(() => world.current().worker.active?.bundle.version === bundle.version, 'the new policy')
    }
    await publish(asking({ version: 8, rules: [why(), other] }))
    expect(await isAsked(told, save(12_000))).toBe(false)
    await publish(asking({ version: 9, rules: [{ ...why(), message: 'Say why.' }, other] }))
    expect(await isAsked(told, save(13_000))).toBe(true)
    await until(() => eventsOf(told, 'memory.ended')[0]?.['because'] === 'changed', 'the end on the record')
  })

  test('F21 ends with the browser when given for a session, and with the day when given for the day', async () => {
    const session = await remembering()
    const day = await remembering(asking(), { ends: 'day' })
    for (const { world, page } of [session, day]) {
      world.kill(world.current())
      world.profile.session.clear()
      world.start()
      await settled()
      page.connect()
      await settled()
    }
    expect(await isAsked(session, save(12_000))).toBe(true)
    expect(await isAsked(day, save(12_000))).toBe(false)
    day.world.clock.now += 86_400_000
    expect(await isAsked(day, save(13_000))).toBe(true)
  })

  test('F21 a clock that was moved back gains nothing', async () => {
    const told = await remembering(asking(), { ends: 'day' })
    told.world.clock.now -= 2 * 86_400_000
    expect(await isAsked(told, save(12_000))).toBe(true)
  })

  test('F21 is listed in the side panel, and asks again after "Ask me again"', async () => {
    const told = await remembering()
    const side = openPanel(told.world, null, null)
    const shown = () =>
      side.heard.flatMap((message) => (message.type === 'holds.shown' ? [message.memories ?? []] : [])).at(-1)
    const [memory] = await until(() => (shown()?.length ? shown() : null), 'the list')
    expect(memory).toMatchObject({
      ruleName: 'override-reason',
      reason: 'The customer said so',
      scope: 'record',
    })
    side.say({ type: 'memory.forgotten', memory: memory?.id ?? '' })
    await until(() => shown()?.length === 0, 'an empty list')
    expect(await isAsked(told, save(12_000))).toBe(true)
    await until(() => eventsOf(told, 'memory.ended')[0]?.['because'] === 'rep', 'the end on the record')
  })
})
