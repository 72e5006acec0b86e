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
      { kind: 'approval', rule: 'amount-threshold', approvers: ['deal-desk'], decideWithinMinutes: 1440, useWithinMinutes: 60 },
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
    expect(decide(withAmountRule, above, approved(effectOf(above)))).toMatchObject({ effect: 'allow', tier: 3, reasons: [] })
    const changed = buildAction({ fields: [buildField({ after: 50_002 })] })
    expect(decide(withAmountRule, changed, approved(effectOf(above))).effect).toBe('hold')
  })
})
