import { describe, expect, test } from 'vitest'
import { openPanel } from '../support/rep.ts'
import { until } from '../support/worker-world.ts'
import { buildWorkflow } from '../policy/build.ts'
import { bigSave, buildPolicy, enrolledWorld, panelFor, recorded } from './build-world.ts'

describe('without the server', () => {
  test('J6 pages learn that there is no contact: tier 2 goes on, tier 3 is held and says why; then all is well again', async () => {
    const tier3 = buildWorkflow({ tier: 3 })
    const { world, page } = await enrolledWorld(buildPolicy({ workflows: [tier3], rules: [] }))
    await until(() => recorded(world).length === 2)
    world.server.goDown()
    await until(
      () => page.told('slice.changed').at(-1)?.slice.lease === 'no-contact',
      'no contact in the slice',
    )
    const hold = page.hold(bigSave())
    const decided = await until(() => page.told('hold.decided', hold)[0])
    expect(decided.decision.reasons.map(({ code }) => code)).toContain('NO_CONTACT')
    const panel = await panelFor(world, page, hold)
    expect(panel.latest()?.connection).toBe('offline')

    world.server.isUp = true
    world.retry()
    await until(() => page.told('slice.changed').at(-1)?.slice.lease === 'fresh', 'fresh again')
    await until(() => panel.latest()?.decision.reasons.every(({ code }) => code !== 'NO_CONTACT') === true)
    expect(panel.latest()?.connection).toBe('online')
    await until(() => recorded(world).includes('action.held'))
  })

  test('a request made without contact is kept, shown as unsent, and sent once when the server is back', async () => {
    const { world, page } = await enrolledWorld()
    const hold = page.hold(bigSave())
    const panel = await panelFor(world, page, hold)
    world.server.isUp = false
    panel.say({
      type: 'approval.requested',
      hold,
      rationale: 'Signed.',
      rollbackPlan: 'Set it back.',
      decideWithinMinutes: 60,
      ticket: 'T-1',
    })
    await until(() => panel.latest()?.approvalUnsent === true, 'unsent')
    world.kill(world.current())
    world.server.isUp = true
    world.start()
    await until(() => world.server.requests.size === 1, 'sent')
    const again = openPanel(world, hold)
    await until(() => again.latest()?.approval?.state === 'pending')
    await world.advance(31_000)
    expect(world.server.requests.size).toBe(1)
  })

  test('the icon counts what waits', async () => {
    const { world, page } = await enrolledWorld()
    const hold = page.hold(bigSave())
    const panel = await panelFor(world, page, hold)
    await until(() => world.current().browser.badge.text === '1')
    panel.say({ type: 'hold.cancelled', hold })
    await until(() => page.told('hold.closed', hold).length === 1)
    await until(() => world.current().browser.badge.text === '')
  })
})
