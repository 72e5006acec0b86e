import { describe, expect, test } from 'vitest'
import { applierFor } from '../../policy/apply-rule.ts'
import { guardrails } from '../../policy/guardrails/registry.ts'
import { prepareBundle } from '../../policy/prepare.ts'
import { around } from '../../policy/probe.ts'
import { buildAction, buildBundle, buildFacts, buildRule, buildWorkflow, noon } from './build.ts'

/** What an administrator can set, written down by hand: kind, setting, type, bounds or choices, and whether it may be left out. */
const approval = [
  'approvers: approvers?',
  'decideWithinMinutes: number 1 10080 minutes?',
  'useWithinMinutes: number 1 10080 minutes?',
]
const overrides = [
  'remember: choice never|record|workflow?',
  'budget: number 1 100 count?',
  'budgetPeriod: choice day|week?',
]
const expected: Record<string, readonly string[]> = {
  'amount-threshold': [
    'field: field',
    'limit: number 0 1000000000000000 amount',
    'changePercent: number 0 1000000 percent?',
    ...approval,
  ],
  approval,
  'banned-terms': ['lists: term-lists', 'allowOverride: boolean?', 'codes: override-codes?', ...overrides],
  'close-date-threshold': [
    'field: field',
    'days: number 0 3650 days?',
    'acrossQuarters: boolean?',
    ...approval,
  ],
  'discount-range': [
    'field: field',
    'preApprovedUpTo: number 0 100 percent',
    'approvalUpTo: number 0 100 percent >=preApprovedUpTo',
    ...approval,
  ],
  'export-cap': [
    'approvalAbove: number 0 1000000000 count',
    'refuseAbove: number 0 1000000000 count >=approvalAbove?',
    ...approval,
  ],
  freeze: ['from: moment', 'to: moment', 'zone: zone', 'beyond: choice approval|refuse', ...approval],
  'override-reason': ['when: choice deviates|always', 'codes: override-codes?', ...overrides],
  'required-review': ['floorSeconds: number 0 600 seconds'],
  'restricted-terms': [
    'lists: term-lists',
    'floorSeconds: number 0 600 seconds?',
    'approval: boolean?',
    ...approval,
  ],
  'time-window': [
    'zone: zone',
    'from: time',
    'to: time',
    'weekdays: weekdays?',
    'beyond: choice approval|refuse',
    ...approval,
  ],
  'volume-cap': [
    'unit: choice recipients|records|actions',
    'perAction: number 0 1000000 count?',
    'perPeriod: number 0 1000000 count?',
    'period: choice hour|day|week?',
    'beyond: choice approval|refuse',
    ...approval,
  ],
}
const reasons: Record<string, readonly string[]> = {
  'amount-threshold': ['ABOVE_AMOUNT', 'AMOUNT_MOVED'],
  approval: ['APPROVAL_REQUIRED'],
  'banned-terms': ['BANNED_TERM'],
  'close-date-threshold': ['CLOSE_DATE_MOVED'],
  'discount-range': ['DISCOUNT_BEYOND_RANGE', 'DISCOUNT_BELOW_FLOOR'],
  'export-cap': ['EXPORT_TOO_LARGE'],
  freeze: ['FROZEN'],
  'override-reason': ['OVERRIDE_REASON_REQUIRED'],
  'required-review': ['REVIEW_REQUIRED'],
  'restricted-terms': ['RESTRICTED_TERM'],
  'time-window': ['OUTSIDE_TIME_WINDOW'],
  'volume-cap': ['ABOVE_VOLUME'],
}

describe('settings', () => {
  test.each(Object.keys(expected))('%s can be set as written down here', (kind) => {
    const told = Object.entries(guardrails.get(kind)?.settings ?? {}).map(([name, setting]) => {
      const bounds = setting.type === 'number' ? ` ${setting.min} ${setting.max} ${setting.unit}` : ''
      const floor = setting.type === 'number' && setting.notBelow ? ` >=${setting.notBelow}` : ''
      const choices = setting.type === 'choice' ? ` ${setting.choices.join('|')}` : ''
      return `${name}: ${setting.type}${bounds}${floor}${choices}${setting.optional ? '?' : ''}`
    })
    expect(told).toEqual(expected[kind])
    expect(guardrails.get(kind)?.words.reasons).toEqual(reasons[kind])
  })

  test('are written down for every kind, and only a discount range permits', () => {
    expect(Object.keys(expected).sort()).toEqual([...guardrails.keys()].sort())
    const permitting = [...guardrails].filter(([, { words }]) => words.permits).map(([kind]) => kind)
    expect(permitting).toEqual(['discount-range'])
  })
})

describe('probes', () => {
  test('lie just below, at and just above each limit, once each and in order', () => {
    expect(around(5, 1, 6)).toEqual([0, 1, 2, 4, 5, 6, 7])
  })

  /** What each probe of a rule comes to: p passed, a approval or reservation, r refused. */
  const outcomes = (kind: string, settings: Record<string, unknown>) => {
    const rule = buildRule(kind, settings)
    const prepared = prepareBundle(buildBundle({ rules: [rule] }))
    const told = (guardrails.get(kind)?.probes?.(settings as never) ?? []).map(({ action, now = noon }) => {
      const source = { action: buildAction(action), facts: buildFacts(), workflow: buildWorkflow() }
      const { finding } = applierFor(prepared, source, now)(rule)
      return !finding ? 'p' : finding.code === 'UNREADABLE' ? 'u' : finding.refuse ? 'r' : 'a'
    })
    return told.join('')
  }

  test.each<[string, Record<string, unknown>, string]>([
    ['amount-threshold', { field: 'amount', limit: 50 }, 'ppa'],
    ['amount-threshold', { field: 'amount', limit: 500, changePercent: 20 }, 'ppaaaa'],
    ['close-date-threshold', { field: 'close', days: 30 }, 'pppppaaaa'],
    ['discount-range', { field: 'discount', preApprovedUpTo: 10, approvalUpTo: 30 }, 'ppaaar'],
    ['export-cap', { approvalAbove: 10, refuseAbove: 30 }, 'ppaaar'],
    ['export-cap', { approvalAbove: 10 }, 'ppa'],
    ['volume-cap', { unit: 'recipients', perAction: 5, beyond: 'refuse' }, 'pppppr'],
    ['volume-cap', { unit: 'records', perAction: 5, beyond: 'approval' }, 'pppppa'],
    ['volume-cap', { unit: 'recipients', beyond: 'refuse' }, 'ppp'],
    [
      'freeze',
      { from: '2026-06-10T08:00Z', to: '2026-06-10T09:00Z', zone: 'UTC', beyond: 'refuse' },
      'prrrpp',
    ],
  ])('%s %j: %s', (kind, settings, told) => {
    expect(outcomes(kind, settings)).toBe(told)
  })

  test('of a window are every half hour of a week, of which those inside pass', () => {
    const told = outcomes('time-window', {
      zone: 'UTC',
      from: '08:00',
      to: '18:00',
      weekdays: [1, 2],
      beyond: 'refuse',
    })
    expect(told).toHaveLength(336)
    expect(told.replaceAll('r', '')).toHaveLength(40)
    expect(told.indexOf('p')).toBe(16)
  })
})
