import { describe, expect, test } from 'vitest'
import { effectOf } from '../../policy/effect.ts'
import { evaluate } from '../../policy/evaluate.ts'
import { prepareBundle } from '../../policy/prepare.ts'
import { buildAction, buildBundle, buildFacts, buildField, buildRule, buildWorkflow, noon } from './build.ts'

const amountRule = buildRule('amount-threshold', { field: 'amount', limit: 50_000, approvers: ['deal-desk'] })

function decide(bundle = buildBundle(), action = buildAction(), facts = buildFacts()) {
  return evaluate(prepareBundle(bundle), action, facts, noon)
}
const above = buildAction({ fields: [buildField({ after: 50_001 })] })
const withAmountRule = buildBundle({ rules: [amountRule] })

describe('evaluate', () => {
  test('S020 a surface that no workflow binds is refused with NO_TIER', () => {
    const decision = decide(buildBundle(), buildAction({ surface: 'elsewhere' }))
    expect(decision).toMatchObject({ effect: 'refuse', tier: null, workflow: null })
    expect(decision.reasons.map((reason) => reason.code)).toEqual(['NO_TIER'])
  })

  test('F2 a workflow without a tier is refused with NO_TIER whatever the rules say', () => {
    const decision = decide(buildBundle({ workflows: [buildWorkflow({ tier: null })] }))
    expect(decision.effect).toBe('refuse')
    expect(decision.reasons[0]?.code).toBe('NO_TIER')
  })

  test('S050 an amount above the threshold needs the approval of those the rule names, at tier 3', () => {
    const decision = decide(withAmountRule, above)
    expect(decision).toMatchObject({ effect: 'hold', tier: 3, workflow: 'opportunity-update' })
    expect(decision.obligations).toEqual([
      {
        kind: 'approval',
        rule: 'amount-threshold',
        approvers: ['deal-desk'],
        decideWithinMinutes: 1440,
        useWithinMinutes: 60,
      },
    ])
    expect(decision.trace).toContainEqual({
      rule: 'amount-threshold',
      kind: 'amount-threshold',
      mode: 'enforce',
      outcome: 'failed',
      facts: { 'field.amount': 50_001 },
      smallestChange: { fact: 'field.amount', to: 50_000 },
    })
  })

  test('an approval for exactly this effect lets it pass, for another effect it does not', () => {
    const approved = (effect: string) =>
      buildFacts({ fulfilled: [{ kind: 'approval', rule: 'amount-threshold', effect, grant: 'grant-1' }] })
    expect(decide(withAmountRule, above, approved(effectOf(above)))).toMatchObject({
      effect: 'allow',
      tier: 3,
      reasons: [],
    })
    const changed = buildAction({ fields: [buildField({ after: 50_002 })] })
    expect(decide(withAmountRule, changed, approved(effectOf(above))).effect).toBe('hold')
  })
})

describe('evaluate in detail', () => {
  test('S048 an approval of the tier names the approvers of the workflow and no rule', () => {
    const decision = decide(buildBundle({ workflows: [buildWorkflow({ tier: 3, approvers: ['security'] })] }))
    expect(decision.obligations).toEqual([
      {
        kind: 'approval',
        rule: null,
        approvers: ['security'],
        decideWithinMinutes: 1440,
        useWithinMinutes: 60,
      },
    ])
    expect(decision.reasons).toEqual([{ code: 'TIER_NEEDS_APPROVAL', rule: null, params: {}, matches: [] }])
    expect(decision.trace).toEqual([
      {
        rule: null,
        kind: 'TIER_NEEDS_APPROVAL',
        mode: 'built-in',
        outcome: 'failed',
        facts: {},
        smallestChange: null,
      },
    ])
  })

  test('a refusal names the surface that nothing governs, and the version of the bundle', () => {
    const decision = decide(buildBundle({ version: 12 }), buildAction({ surface: 'elsewhere' }))
    expect(decision.reasons[0]?.params).toEqual({ surface: 'tryton/elsewhere' })
    expect(decision.bundleVersion).toBe(12)
  })

  test('a script is told that a person would pass, an expired lease that a fresh one would', () => {
    const scripted = decide(buildBundle(), buildAction({ actor: 'agent' }))
    expect(scripted.trace[0]?.smallestChange).toEqual({ fact: 'actor', to: 'person' })
    const expired = decide(
      buildBundle({ workflows: [buildWorkflow({ tier: 4 })] }),
      buildAction(),
      buildFacts({ lease: 'expired' }),
    )
    expect(expired.trace[0]?.smallestChange).toEqual({ fact: 'lease', to: 'fresh' })
    const alone = decide(
      buildBundle({ workflows: [buildWorkflow({ tier: 4 })] }),
      buildAction(),
      buildFacts({ lease: 'no-contact' }),
    )
    expect(alone.trace[0]?.smallestChange).toEqual({ fact: 'lease', to: 'fresh' })
  })

  test('F18 of two rules that ask, meeting one leaves the other', () => {
    const review = (id: string) => buildRule('required-review', { floorSeconds: 1 }, { id })
    const bundle = buildBundle({ rules: [review('first'), review('second')] })
    const fulfilled = [{ kind: 'review', rule: 'first', effect: effectOf(buildAction()) } as const]
    const decision = decide(bundle, buildAction(), buildFacts({ fulfilled }))
    expect(decision.effect).toBe('hold')
    expect(decision.obligations).toEqual([{ kind: 'review', rule: 'second', floorSeconds: 1 }])
    expect(decision.reasons.map((reason) => reason.rule)).toEqual(['second'])
  })

  test('F71 one rule in four modes', () => {
    const inMode = (mode: 'off' | 'observe' | 'tip' | 'enforce') =>
      decide(buildBundle({ rules: [{ ...amountRule, mode }] }), above)
    const reason = { code: 'ABOVE_AMOUNT', rule: 'amount-threshold' }
    expect(inMode('off')).toMatchObject({ effect: 'allow', tips: [], observed: [], trace: [] })
    expect(inMode('observe')).toMatchObject({
      effect: 'allow',
      tier: 2,
      tips: [],
      observed: [reason],
      obligations: [],
    })
    expect(inMode('tip')).toMatchObject({
      effect: 'allow',
      tier: 2,
      tips: [reason],
      observed: [],
      obligations: [],
    })
    expect(inMode('enforce')).toMatchObject({
      effect: 'hold',
      tier: 3,
      tips: [],
      observed: [],
      reasons: [reason],
    })
  })

  test('a refusal lists every reason and no obligation', () => {
    const rules = [amountRule, buildRule('volume-cap', { unit: 'actions', perAction: 0, beyond: 'refuse' })]
    const decision = decide(buildBundle({ rules }), above)
    expect(decision).toMatchObject({ effect: 'refuse', obligations: [], spends: [] })
    expect(decision.reasons.map((reason) => reason.code)).toEqual(['ABOVE_AMOUNT', 'ABOVE_VOLUME'])
    const turned = decide(buildBundle({ rules: [...rules].reverse() }), above)
    expect(turned.effect).toBe('refuse')
  })

  test('a held action spends nothing of what is reserved', () => {
    const rules = [buildRule('volume-cap', { unit: 'actions', perPeriod: 5, beyond: 'refuse' }), amountRule]
    expect(
      decide(buildBundle({ rules }), above, buildFacts({ reserved: { 'volume-cap': 3 } })),
    ).toMatchObject({ effect: 'hold', spends: [] })
  })

  test('a rule in mode tip spends nothing', () => {
    const rules = [
      buildRule('volume-cap', { unit: 'actions', perPeriod: 5, beyond: 'refuse' }, { mode: 'tip' }),
    ]
    expect(
      decide(buildBundle({ rules }), buildAction(), buildFacts({ reserved: { 'volume-cap': 3 } })),
    ).toMatchObject({ effect: 'allow', spends: [] })
  })

  test('the trace has a line for every rule that applies, with the facts its condition read', () => {
    const when = { fact: 'recipients.count', is: 'above', value: 3 } as const
    const decision = decide(buildBundle({ rules: [{ ...amountRule, when }] }), above)
    expect(decision.effect).toBe('allow')
    expect(decision.trace).toEqual([
      {
        rule: 'amount-threshold',
        kind: 'amount-threshold',
        mode: 'enforce',
        outcome: 'passed',
        facts: { 'recipients.count': 0 },
        smallestChange: null,
      },
    ])
    const unknown = decide(
      buildBundle({ rules: [{ ...amountRule, when: { fact: 'volume', is: 'above', value: 3 } }] }),
      above,
    )
    expect(unknown.trace[0]?.facts).toEqual({ volume: null, 'field.amount': 50_001 })
  })

  test('garbage for an action is held and says that it could not be decided', () => {
    expect(decide(buildBundle(), null as never)).toEqual({
      effect: 'hold',
      tier: null,
      workflow: null,
      obligations: [],
      reasons: [{ code: 'POLICY_UNAVAILABLE', rule: null, params: {}, matches: [] }],
      tips: [],
      observed: [],
      trace: [],
      spends: [],
      words: {},
      bundleVersion: 7,
    })
  })

  test('garbage after a refusal leaves it a refusal', () => {
    const decision = decide(
      buildBundle({ killed: ['tenant'] }),
      buildAction(),
      buildFacts({ reserved: null as never, fulfilled: null as never }),
    )
    expect(decision.effect).toBe('refuse')
    const broken = decide(
      buildBundle({ killed: ['tenant'], rules: [amountRule] }),
      above,
      buildFacts({ fulfilled: null as never }),
    )
    expect(broken.effect).toBe('refuse')
  })

  test('rules are found again for another surface of the same slice', () => {
    const workflows = [buildWorkflow({ surfaces: ['tryton/opportunity-save', 'tryton/other'] })]
    const rule = buildRule('required-review', { floorSeconds: 0 }, { surfaces: ['tryton/other'] })
    const prepared = prepareBundle(buildBundle({ workflows, rules: [rule] }))
    const effects = ['opportunity-save', 'other', 'opportunity-save', 'other'].map(
      (surface) => evaluate(prepared, buildAction({ surface }), buildFacts(), noon).effect,
    )
    expect(effects).toEqual(['allow', 'hold', 'allow', 'hold'])
  })
})
