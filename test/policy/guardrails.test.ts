import { describe, expect, test } from 'vitest'
import { reasonCodes } from '../../policy/decision.ts'
import type { Decision } from '../../policy/decision.ts'
import { evaluate } from '../../policy/evaluate.ts'
import { checks } from '../../policy/guardrails/checks.ts'
import { guardrails } from '../../policy/guardrails/registry.ts'
import { prepareBundle } from '../../policy/prepare.ts'
import type { Action } from '../../policy/action.ts'
import type { Facts } from '../../policy/facts.ts'
import type { Bundle } from '../../policy/bundle.ts'
import decisionWords from '../../locales/en/decision.json' with { type: 'json' }
import { buildAction, buildBundle, buildFacts, buildField, buildRule, buildWorkflow, noon } from './build.ts'

interface Given {
  readonly action?: Partial<Action>
  readonly facts?: Partial<Facts>
  readonly bundle?: Partial<Bundle>
  readonly now?: number
}
function decide(
  kind: string,
  settings: Record<string, unknown>,
  { action, facts, bundle, now = noon }: Given = {},
): Decision {
  const whole = buildBundle({ rules: [buildRule(kind, settings, { id: 'rule' })], ...bundle })
  return evaluate(prepareBundle(whole), buildAction(action), buildFacts(facts), now)
}
const reasonOf = (decision: Decision) => decision.reasons[0]
const changeOf = (decision: Decision) => decision.trace[0]?.smallestChange

describe('guardrail registries', () => {
  test('the page carries the check of every kind and no other', () => {
    expect([...checks.keys()]).toEqual([...guardrails.keys()])
    for (const [kind, { check }] of guardrails) expect(checks.get(kind), kind).toBe(check)
  })

  test('every kind gives only reasons of the closed list, and each has words', () => {
    for (const { words } of guardrails.values())
      for (const code of words.reasons) expect(reasonCodes).toContain(code)
    for (const code of reasonCodes) expect(decisionWords, code).toHaveProperty([`reason.${code}`])
  })

  test('every kind and every setting has words', () => {
    for (const [kind, { settings }] of guardrails) {
      expect(decisionWords).toHaveProperty([`guardrail.${kind}`])
      for (const name of Object.keys(settings))
        expect(decisionWords, `${kind}.${name}`).toHaveProperty([`guardrail.${kind}.${name}`])
    }
  })
})

describe('reasons and traces', () => {
  test('an amount names field, value and limit, and the largest amount that would pass', () => {
    const decision = decide(
      'amount-threshold',
      { field: 'amount', limit: 50 },
      { action: { fields: [buildField({ after: 60 })] } },
    )
    expect(reasonOf(decision)).toEqual({
      code: 'ABOVE_AMOUNT',
      rule: 'rule',
      params: { field: 'Amount', value: 60, limit: 50 },
      matches: [],
    })
    expect(changeOf(decision)).toEqual({ fact: 'field.amount', to: 50 })
    expect(decision.trace[0]).toMatchObject({ outcome: 'failed', facts: { 'field.amount': 60 } })
  })

  test('an amount that moves too far names by how much, and the value before', () => {
    const given = { action: { fields: [buildField({ before: -200, after: -241 })] } }
    const decision = decide('amount-threshold', { field: 'amount', limit: 500, changePercent: 20 }, given)
    expect(reasonOf(decision)).toMatchObject({
      code: 'AMOUNT_MOVED',
      params: { field: 'Amount', value: 41, limit: 40 },
    })
    expect(changeOf(decision)).toEqual({ fact: 'field.amount', to: -200 })
  })

  test('a close date names both dates and the limit', () => {
    const given = {
      action: {
        fields: [buildField({ name: 'close', label: 'Close', before: '2026-06-10', after: '2026-09-10' })],
      },
    }
    const decision = decide('close-date-threshold', { field: 'close', days: 30 }, given)
    expect(reasonOf(decision)?.params).toEqual({
      field: 'Close',
      before: '2026-06-10',
      after: '2026-09-10',
      limit: 30,
    })
    expect(changeOf(decision)).toEqual({ fact: 'field.close', to: '2026-06-10' })
  })

  test('a cleared close date has an empty date after, and no limit where only quarters count', () => {
    const given = { action: { fields: [buildField({ name: 'close', before: '2026-06-10', after: null })] } }
    const decision = decide('close-date-threshold', { field: 'close', acrossQuarters: true }, given)
    expect(reasonOf(decision)?.params).toMatchObject({ after: '', limit: 0 })
  })

  test('a discount names the limit it broke', () => {
    const at = (after: number) =>
      decide(
        'discount-range',
        { field: 'discount', preApprovedUpTo: 10, approvalUpTo: 30 },
        { action: { fields: [buildField({ name: 'discount', label: 'Discount', after })] } },
      )
    expect(reasonOf(at(12))?.params).toEqual({ field: 'Discount', value: 12, limit: 10 })
    expect(reasonOf(at(40))?.params).toEqual({ field: 'Discount', value: 40, limit: 30 })
    expect(changeOf(at(40))).toEqual({ fact: 'field.discount', to: 30 })
  })

  test('a volume names its unit, and a reservation its counter and amount', () => {
    const two = { recipients: ['a@example.test', 'b@example.test'] }
    const cap = decide(
      'volume-cap',
      { unit: 'recipients', perAction: 1, beyond: 'approval' },
      { action: two },
    )
    expect(reasonOf(cap)?.params).toEqual({ unit: 'recipients', value: 2, limit: 1 })
    expect(changeOf(cap)).toEqual({ fact: 'recipients.count', to: 1 })
    const counter = decide(
      'volume-cap',
      { unit: 'recipients', perPeriod: 9, period: 'hour', beyond: 'refuse' },
      { action: two },
    )
    expect(reasonOf(counter)?.params).toEqual({ unit: 'recipients', value: 2, limit: 9 })
    expect(counter.obligations).toEqual([
      { kind: 'reservation', rule: 'rule', counter: 'rule.hour', amount: 2 },
    ])
    expect(
      decide('volume-cap', { unit: 'actions', perPeriod: 9, beyond: 'refuse' }).obligations,
    ).toMatchObject([{ counter: 'rule.day', amount: 1 }])
  })

  test('a volume reads the fact of its unit', () => {
    const factsRead = (unit: string) =>
      decide('volume-cap', { unit, perAction: 5, beyond: 'refuse' }, { action: { volume: 2 } }).trace[0]
        ?.facts
    expect(factsRead('recipients')).toEqual({ 'recipients.count': 0 })
    expect(factsRead('records')).toEqual({ volume: 2 })
    expect(factsRead('actions')).toEqual({})
  })

  test('a window names local time, bounds and zone, and when it opens', () => {
    const settings = { zone: 'Europe/Berlin', from: '13:00', to: '18:00', beyond: 'approval' }
    const decision = decide('time-window', settings)
    expect(reasonOf(decision)?.params).toEqual({
      time: 'Wed 12:00',
      from: '13:00',
      to: '18:00',
      zone: 'Europe/Berlin',
    })
    expect(changeOf(decision)).toEqual({ fact: 'now', to: '13:00' })
    expect(decision.trace[0]?.facts).toEqual({ now: 'Wed 12:00' })
  })

  test('a window whose ends are the same time is open all day on its days', () => {
    const settings = { zone: 'UTC', from: '09:00', to: '09:00', beyond: 'refuse' }
    for (const hour of [0, 8, 9, 10, 23])
      expect(decide('time-window', settings, { now: Date.UTC(2026, 5, 10, hour) }).effect).toBe('allow')
  })

  test('an export names number and limit', () => {
    const decision = decide('export-cap', { approvalAbove: 10, refuseAbove: 20 }, { action: { volume: 21 } })
    expect(reasonOf(decision)?.params).toEqual({ value: 21, limit: 20 })
    expect(changeOf(decision)).toEqual({ fact: 'volume', to: 20 })
  })

  test('F10 S034 a deviation names field, what was suggested and what was chosen', () => {
    const suggestion = { id: 's', suggested: [{ field: 'amount', value: null }] }
    const given = { action: { fields: [buildField({ after: 9 })] }, facts: { suggestion } }
    const decision = decide('override-reason', { when: 'deviates', codes: ['other'] }, given)
    expect(reasonOf(decision)?.params).toEqual({ field: 'Amount', value: '9', suggested: '' })
    expect(changeOf(decision)).toEqual({ fact: 'field.amount', to: '' })
    expect(decision.obligations).toEqual([
      {
        kind: 'override-reason',
        rule: 'rule',
        choices: [{ code: 'other', label: 'Other', needsText: true }],
      },
    ])
    const emptied = decide(
      'override-reason',
      { when: 'deviates' },
      {
        action: { fields: [buildField({ after: null })] },
        facts: { suggestion: { id: 's', suggested: [{ field: 'amount', value: 4 }] } },
      },
    )
    expect(reasonOf(emptied)?.params).toEqual({ field: 'Amount', value: '', suggested: '4' })
    expect(emptied.obligations[0]).toMatchObject({ choices: [{ code: 'customer-said' }, { code: 'other' }] })
  })

  test('F11 terms are named once each, at most five, with every hit beside them', () => {
    const terms = ['aa', 'bb', 'cc', 'dd', 'ee', 'ff'].map((term) => ({ term, approved: 'x' }))
    const bundle = { lists: [{ id: 'list', name: 'List', locale: 'en', terms }] }
    const action = { content: [{ name: 'body', text: 'aa aa bb cc dd ee ff' }] }
    const decision = decide(
      'banned-terms',
      { lists: ['list'] },
      { bundle: { ...bundle, rules: [buildRule('banned-terms', { lists: ['list'] })] }, action },
    )
    expect(reasonOf(decision)?.params).toEqual({ terms: 'aa, bb, cc, dd, ee' })
    expect(reasonOf(decision)?.matches).toHaveLength(7)
    expect(changeOf(decision)).toEqual({ fact: 'content.terms', to: 0 })
    expect(decision.trace[0]?.facts).toEqual({ 'content.terms': 7 })
  })

  test('S045 a review carries its floor', () => {
    expect(decide('required-review', { floorSeconds: 8 }).obligations).toEqual([
      { kind: 'review', rule: 'rule', floorSeconds: 8 },
    ])
    const bundle = {
      lists: [{ id: 'list', name: 'List', locale: 'en', terms: [{ term: 'free', approved: '' }] }],
      rules: [buildRule('restricted-terms', { lists: ['list'], floorSeconds: 4 })],
    }
    expect(
      decide('restricted-terms', {}, { bundle, action: { content: [{ name: 'body', text: 'free' }] } })
        .obligations,
    ).toMatchObject([{ floorSeconds: 4 }])
    const withoutFloor = { ...bundle, rules: [buildRule('restricted-terms', { lists: ['list'] })] }
    expect(
      decide(
        'restricted-terms',
        {},
        { bundle: withoutFloor, action: { content: [{ name: 'body', text: 'free' }] } },
      ).obligations,
    ).toMatchObject([{ floorSeconds: 0 }])
  })

  test('S048 S057 an approval names those of the rule and its two clocks, else those of the workflow', () => {
    const workflows = [buildWorkflow({ approvers: ['legal'] })]
    const ask = (settings: Record<string, unknown>) =>
      decide(
        'approval',
        {},
        { bundle: { workflows, rules: [buildRule('approval', settings, { id: 'rule' })] } },
      ).obligations
    expect(ask({ approvers: ['security'], decideWithinMinutes: 5, useWithinMinutes: 6 })).toEqual([
      {
        kind: 'approval',
        rule: 'rule',
        approvers: ['security'],
        decideWithinMinutes: 5,
        useWithinMinutes: 6,
      },
    ])
    expect(ask({ approvers: [] })).toEqual([
      {
        kind: 'approval',
        rule: 'rule',
        approvers: ['legal'],
        decideWithinMinutes: 1440,
        useWithinMinutes: 60,
      },
    ])
  })

  test('what could not be read is named in the reason and unknown in the trace', () => {
    const decision = decide(
      'amount-threshold',
      { field: 'amount', limit: 5 },
      { action: { unreadable: ['amount'] } },
    )
    expect(reasonOf(decision)).toMatchObject({ code: 'UNREADABLE', params: { fact: 'field.amount' } })
    expect(decision.trace[0]).toMatchObject({
      outcome: 'unknown',
      facts: { 'field.amount': null },
      smallestChange: null,
    })
    expect(
      reasonOf(
        decide(
          'volume-cap',
          { unit: 'records', perAction: 1, beyond: 'refuse' },
          { action: { record: null } },
        ),
      )?.params,
    ).toEqual({ fact: 'volume' })
    expect(reasonOf(decide('export-cap', { approvalAbove: 1 }))?.params).toEqual({ fact: 'volume' })
    expect(
      reasonOf(decide('override-reason', { when: 'deviates' }, { facts: { mayHaveSuggestion: true } }))
        ?.params,
    ).toEqual({ fact: 'suggestion.present' })
    expect(decide('restricted-terms', { lists: ['gone'] }).reasons[0]?.params).toEqual({
      fact: 'content.terms',
    })
  })
})
