import { describe, expect, test } from 'vitest'
import { backtest } from '../../backtest/backtest.ts'
import { recordedDecisionSchema } from '../../protocol/http/backtest.ts'
import { buildRule } from '../policy/build.ts'
import { until } from '../support/worker-world.ts'
import { bigSave, buildPolicy, enrolledWorld, launch, mail, panelFor } from './build-world.ts'

describe('what the worker records of a decision', () => {
  test('S223 is enough to decide it again: held, taken over with what was met, refused', async () => {
    const { world, page } = await enrolledWorld()
    const first = page.hold(mail())
    const panel = await panelFor(world, page, first)
    await until(() => panel.latest()?.state === 'waiting', 'the hold')
    // Later than a gesture lives, so that what is met now waits for the next one.
    await world.advance(10_000)
    panel.say({
      ...{ type: 'review.completed', hold: first, rule: 'review' },
      ...{ tickedAfterMs: 6000, scrolledToEnd: true },
    })
    await until(() => panel.latest()?.fulfilled.length === 1, 'the tick')
    for (const action of [mail(), mail('Something else'), bigSave(), launch(300)]) {
      const hold = page.hold(action)
      await until(
        () => page.told('hold.decided', hold)[0] ?? page.told('hold.released', hold)[0],
        'an answer',
      )
    }
    const decided = () => world.server.events.filter(({ type }) => /^action\.(held|refused)$/.test(type))
    await until(() => decided().length === 5, 'the record')

    const active = buildPolicy()
    const run = backtest({ active, draft: active, version: active.version })
    for (const event of decided()) {
      const read = recordedDecisionSchema.safeParse({ person: 'riley', event })
      expect(read.error).toBeUndefined()
      if (read.data) run.add(read.data)
    }
    expect(run.report.samples.different).toEqual([])
    expect(run.report.fidelity).toEqual({ reproduced: 5, different: 0, unknowable: 0 })
    expect(run.report.all).toMatchObject({ now: { pass: 1, step: 2 }, unknowable: 0 })
  })

  test('says which words of a list were found, and never the text', async () => {
    const rule = buildRule('banned-terms', { lists: ['claims'] }, { id: 'claims', workflows: ['mail'] })
    const lists = [
      { id: 'claims', name: 'Claims', locale: 'en', terms: [{ term: 'guaranteed', approved: '' }] },
    ]
    const { world, page } = await enrolledWorld(buildPolicy({ rules: [rule], lists }))
    page.hold(mail('The secret plan is guaranteed.'))
    const held = await until(
      () => world.server.events.find(({ type }) => type === 'action.held'),
      'the record',
    )
    expect(held.detail['inputs']).toMatchObject({ words: { claims: ['guaranteed'] }, lease: 'fresh' })
    expect(JSON.stringify(held)).not.toContain('secret plan')
  })
})
