import { describe, expect, test } from 'vitest'
import type { Fulfilment } from '../../policy/obligation.ts'
import { effectOf } from '../../policy/effect.ts'
import { evaluateWithin, windowEnd, windowStart } from '../../policy/override-budget.ts'
import { prepareBundle } from '../../policy/prepare.ts'
import { buildAction, buildBundle, buildFacts, buildField, buildRule, noon } from './build.ts'

const rules = [
  buildRule('override-reason', { when: 'always', budget: 2 }, { id: 'why' }),
  buildRule('required-review', { floorSeconds: 0 }, { id: 'read' }),
]
const prepared = prepareBundle(buildBundle({ rules }))
const action = buildAction({ fields: [buildField()] })
const effect = effectOf(action)
const decide = (spent: readonly string[], facts = buildFacts()) =>
  evaluateWithin(prepared, action, facts, { now: noon, spent })
const kinds = (spent: readonly string[], facts = buildFacts()) =>
  decide(spent, facts).obligations.map(({ kind, rule }) => `${kind} ${rule}`)

describe('a decision within an override budget', () => {
  test('F22 takes an approval in the place of the reason once nothing is left, each rule on its own', () => {
    expect(kinds([])).toEqual(['override-reason why', 'review read'])
    expect(kinds(['why'])).toEqual(['approval why', 'review read'])
    expect(kinds(['read'])).toEqual(kinds([]))
    expect(decide(['why'])).toMatchObject({ effect: 'hold', tier: 3 })
    expect(decide(['why']).reasons[0]).toMatchObject({ rule: 'why', code: 'BUDGET_SPENT' })
  })

  test('F22 a reason given beyond the budget is worth nothing, an approval is', () => {
    const given: Fulfilment = {
      kind: 'override-reason',
      rule: 'why',
      effect,
      code: 'customer-said',
      text: '',
    }
    const granted: Fulfilment = { kind: 'approval', rule: 'why', effect, grant: 'g' }
    expect(kinds([], buildFacts({ fulfilled: [given] }))).toEqual(['review read'])
    expect(kinds(['why'], buildFacts({ fulfilled: [given] }))).toEqual(['approval why', 'review read'])
    expect(kinds(['why'], buildFacts({ fulfilled: [granted] }))).toEqual(['review read'])
  })

  test('F22 without contact it waits like every approval, and past the lease it is refused', () => {
    const codes = (lease: 'no-contact' | 'expired') =>
      decide(['why'], buildFacts({ lease })).reasons.map(({ code }) => code)
    expect(codes('no-contact')).toContain('NO_CONTACT')
    expect(decide(['why'], buildFacts({ lease: 'expired' })).effect).toBe('refuse')
    expect(kinds([], buildFacts({ lease: 'no-contact' }))).toEqual(['override-reason why', 'review read'])
  })

  test('windows are days and weeks from Monday, in UTC', () => {
    const iso = (time: number) => new Date(time).toISOString()
    expect(iso(windowStart(noon, 'day'))).toBe('2026-06-10T00:00:00.000Z')
    expect(iso(windowStart(noon, 'week'))).toBe('2026-06-08T00:00:00.000Z')
    expect(iso(windowEnd(noon, 'week'))).toBe('2026-06-15T00:00:00.000Z')
    expect(windowStart(windowEnd(noon, 'week'), 'week')).toBe(windowEnd(noon, 'week'))
    expect(windowStart(windowEnd(noon, 'day') - 1, 'day')).toBe(windowStart(noon, 'day'))
  })
})
