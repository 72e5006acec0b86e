import { describe, expect, test } from 'vitest'
import { askedFor, openPage, openPanel } from '../support/rep.ts'
import { settled, until } from '../support/worker-world.ts'
import { bigSave, enrolledWorld, launch, mail, panelFor, recorded } from './build-world.ts'

describe('a held action', () => {
  test('J3 asks, is approved, and after "Run it now" runs once with the grant spent before', async () => {
    const { world, page } = await enrolledWorld()
    const hold = page.hold(bigSave())
    const decided = await until(() => page.told('hold.decided', hold)[0], 'a decision')
    expect(decided.decision.effect).toBe('hold')
    expect(decided.panel).toMatch(/\/panel\.html#hold=/)

    const panel = await panelFor(world, page, hold)
    await until(() => panel.latest()?.state === 'waiting', 'the hold in the panel')
    panel.say(askedFor(hold))
    const request = await until(() => [...world.server.requests.keys()][0])
    await until(() => panel.latest()?.approval?.state === 'pending', 'the request in the panel')
    expect(panel.latest()?.digest).toBe(world.server.requests.get(request)?.view.digest)

    world.server.decide(request, 'approved', world.clock.now)
    await world.advance(6000)
    await until(() => panel.latest()?.state === 'ready', 'ready to run')
    expect(page.ran).toEqual([])
    panel.say({ type: 'hold.resumed', hold })
    await until(() => panel.latest()?.state === 'done', 'done')
    expect(page.ran).toHaveLength(1)
    await until(() => recorded(world).includes('action.settled'), 'the record')
    expect(recorded(world)).toEqual([
      'device.enrolled',
      'policy.activated',
      'action.held',
      'approval.requested',
      'action.released',
      'action.settled',
    ])
  })

  test('F35 a repeated gesture passes on the grant, the one after is held again', async () => {
    const { world, page } = await enrolledWorld()
    const first = page.hold(bigSave())
    const panel = await panelFor(world, page, first)
    panel.say(askedFor(first))
    const request = await until(() => [...world.server.requests.keys()][0])
    world.server.decide(request, 'approved', world.clock.now)
    await world.advance(60_000)
    await until(() => panel.latest()?.state === 'ready', 'ready')

    const again = page.hold(bigSave())
    await until(() => page.told('hold.released', again).length === 1, 'the release')
    expect(page.told('hold.closed', first)).toHaveLength(1)
    const third = page.hold(bigSave())
    const decided = await until(() => page.told('hold.decided', third)[0])
    expect(decided.decision.effect).toBe('hold')
    await settled()
    expect(page.ran).toHaveLength(1)
  })

  test('J4 after approval another amount is held again, and the old amount still passes', async () => {
    const { world, page } = await enrolledWorld()
    const hold = page.hold(bigSave(20_000))
    const panel = await panelFor(world, page, hold)
    panel.say(askedFor(hold))
    const request = await until(() => [...world.server.requests.keys()][0])
    world.server.decide(request, 'approved', world.clock.now)
    await world.advance(10_000)
    await until(() => panel.latest()?.state === 'ready', 'ready')
    page.edit(hold, bigSave(20_001))
    await until(() => panel.latest()?.state === 'waiting', 'held again')
    panel.say({ type: 'hold.resumed', hold })
    await settled()
    expect(page.ran).toEqual([])
    page.edit(hold, bigSave(20_000))
    await until(() => panel.latest()?.state === 'ready', 'ready again')
  })

  test('J4 a draft changed and started again at once takes over the request, which shows as asked for the old one', async () => {
    const { world, page } = await enrolledWorld()
    const first = page.hold(bigSave(20_000))
    const panel = await panelFor(world, page, first)
    panel.say(askedFor(first))
    const request = await until(() => [...world.server.requests.keys()][0])
    world.server.decide(request, 'approved', world.clock.now)
    await world.advance(10_000)
    await until(() => panel.latest()?.state === 'ready', 'ready')

    const second = page.hold(bigSave(20_001))
    const after = await panelFor(world, page, second)
    await until(() => after.latest()?.state === 'waiting', 'held again')
    expect(after.latest()?.approval?.id).toBe(request)
    expect(after.latest()?.approval?.digest).not.toBe(after.latest()?.digest)
    expect(page.told('hold.closed', first)).toHaveLength(1)
    expect(page.ran).toEqual([])

    const third = page.hold(bigSave(20_000))
    await until(() => page.told('hold.released', third).length === 1, 'the approved amount itself')
  })

  test.each(['denied', 'expired'] as const)('J3 never runs when the request is %s', async (state) => {
    const { world, page } = await enrolledWorld()
    const hold = page.hold(bigSave())
    const panel = await panelFor(world, page, hold)
    panel.say(askedFor(hold))
    const request = await until(() => [...world.server.requests.keys()][0])
    world.server.decide(request, state, world.clock.now)
    await world.advance(10_000)
    await until(() => panel.latest()?.approval?.state === state, state)
    panel.say({ type: 'hold.resumed', hold })
    page.hold(bigSave())
    await settled()
    expect(page.ran).toEqual([])
  })

  test('J3 never runs when the request is withdrawn', async () => {
    const { world, page } = await enrolledWorld()
    const hold = page.hold(bigSave())
    const panel = await panelFor(world, page, hold)
    panel.say(askedFor(hold))
    const request = await until(() => [...world.server.requests.keys()][0])
    panel.say({ type: 'approval.withdrawn', hold })
    await until(() => world.server.requests.get(request)?.view.state === 'withdrawn', 'withdrawn')
    panel.say({ type: 'hold.resumed', hold })
    await settled()
    expect(page.ran).toEqual([])
    expect(panel.latest()?.approval).toBe(null)
  })

  test('a request the page gave up is not paid for: the same one, sent again, passes', async () => {
    const { world, page } = await enrolledWorld()
    const request = { ...bigSave(), trigger: 'request' as const }
    const first = page.hold(request)
    const panel = await panelFor(world, page, first)
    panel.say(askedFor(first))
    const asked = await until(() => [...world.server.requests.keys()][0])
    world.server.decide(asked, 'approved', world.clock.now)
    await world.advance(60_000)
    await until(() => panel.latest()?.state === 'ready', 'ready')
    panel.say({ type: 'hold.resumed', hold: first })
    await until(() => panel.latest()?.problem === 'REPEAT_ON_PAGE', 'told to repeat')
    expect(page.ran).toEqual([])
    expect(world.server.requests.get(asked)?.view.state).toBe('approved')
    const again = page.hold(request)
    await until(() => page.told('hold.released', again).length === 1, 'the release')
    expect(page.ran).toHaveLength(1)
  })

  test('F19 a review lets an e-mail go; an edit clears it', async () => {
    const { world, page } = await enrolledWorld()
    const hold = page.hold(mail())
    const panel = await panelFor(world, page, hold)
    await world.advance(20_000)
    const tick = {
      type: 'review.completed',
      hold,
      rule: 'review',
      tickedAfterMs: 2000,
      scrolledToEnd: true,
    } as const
    panel.say(tick)
    await until(() => panel.latest()?.state === 'ready', 'ready')
    // What was met is still called by its name.
    expect(panel.latest()?.rules['review']?.name).toBeTruthy()
    page.edit(hold, mail('Hello again'))
    await until(() => panel.latest()?.state === 'waiting', 'cleared')
    panel.say(tick)
    await until(() => panel.latest()?.state === 'ready', 'ready')
    panel.say({ type: 'hold.resumed', hold })
    await until(() => page.ran.length === 1, 'sent')
    await until(() => recorded(world).includes('action.settled'))
    const review = world.server.events.find(({ type }) => type === 'review.completed')
    expect(review?.detail).toEqual({
      rule: 'review',
      tickedAfterMs: 2000,
      scrolledToEnd: true,
      underFloor: true,
    })
  })

  test('a review ticked within five seconds of the gesture lets it go at once', async () => {
    const { world, page } = await enrolledWorld()
    const hold = page.hold(mail())
    const panel = await panelFor(world, page, hold)
    world.clock.now += 4999
    panel.say({ type: 'review.completed', hold, rule: 'review', tickedAfterMs: 4000, scrolledToEnd: true })
    await until(() => page.ran.length === 1, 'sent')
  })

  test('J8 F16 a deviation from a suggestion wants a reason, and the event holds the code', async () => {
    const { world, page } = await enrolledWorld()
    world.server.explanations.push({
      id: 'e1',
      site: 'tryton',
      account: '127.0.0.1:8000/crm',
      record: { type: 'sale.opportunity', id: '12' },
      operation: 'opportunity.save',
      model: 'forecast',
      suggested: [{ field: 'amount', value: 9000 }],
      drivers: [],
      dataAsOf: null,
      confidence: 'high',
      sources: [],
      at: '2026-06-10T09:00:00Z',
    })
    world.server.say({ type: 'explanation.recorded', site: 'tryton', id: 'e1' })
    const slice = await until(() =>
      page.told('slice.changed').find((message) => message.slice.suggestions.length > 0),
    )
    expect(slice.slice.suggestions[0]?.suggested).toEqual([{ field: 'amount', value: 9000 }])

    const hold = page.hold(bigSave(10_000))
    const panel = await panelFor(world, page, hold)
    await until(
      () => panel.latest()?.decision.obligations[0]?.kind === 'override-reason',
      'the reason asked for',
    )
    const view = panel.latest()
    expect(view?.overrideChoices.map(({ code }) => code)).toEqual(['customer-said', 'other'])
    panel.say({ type: 'override.given', hold, rule: 'deviation', code: 'other', text: ' ' })
    await until(() => panel.latest()?.problem === 'REASON_NEEDS_TEXT', 'text asked for')
    panel.say({ type: 'detection.disputed', hold, rule: 'deviation', text: 'not a deviation' })
    await settled()
    expect(page.ran).toEqual([])
    panel.say({ type: 'override.given', hold, rule: 'deviation', code: 'customer-said', text: '' })
    await until(() => page.ran.length === 1, 'saved')
    await until(() => recorded(world).includes('action.settled'))
    const override = world.server.events.find(({ type }) => type === 'override.given')
    expect(override?.detail).toEqual({
      rule: 'deviation',
      code: 'customer-said',
      text: '',
      explanation: 'e1',
    })
    expect(recorded(world)).toContain('detection.disputed')
  })

  test('F51 a launch takes its share of the shared counter first, and is held when the counter is used up', async () => {
    const { world, page } = await enrolledWorld()
    const first = page.hold(launch(60))
    await until(() => page.told('hold.released', first).length === 1, 'released')
    const second = page.hold(launch(50))
    const panel = await panelFor(world, page, second)
    await until(() => panel.latest()?.problem === 'CAP_REACHED', 'the cap')
    expect(page.ran).toHaveLength(1)
    expect(world.server.cap).toBe(40)
  })

  test('pressing "Run it now" without its page spends nothing', async () => {
    const { world, page } = await enrolledWorld()
    const hold = page.hold(bigSave())
    await until(() => page.told('hold.decided', hold).length > 0)
    const list = openPanel(world, hold, null)
    await until(() => list.latest())
    list.say(askedFor(hold))
    const request = await until(() => [...world.server.requests.keys()][0])
    world.server.decide(request, 'approved', world.clock.now)
    await world.advance(10_000)
    await until(() => list.latest()?.state === 'ready')
    for (const { port } of world.current().worker.ports.pages) port.disconnect()
    world.current().worker.ports.pages.clear()
    list.say({ type: 'hold.resumed', hold })
    await until(() => list.latest()?.problem === 'PAGE_GONE')
    expect(world.server.requests.get(request)?.execution).toBe(null)

    const other = openPage(world, 2)
    const repeated = other.hold(bigSave())
    await until(
      () => other.told('hold.released', repeated).length === 1,
      'passes on the grant in another tab',
    )
  })
})
