import { describe, expect, test } from 'vitest'
import type { Condition } from '../../policy/condition.ts'
import { loosenings } from '../../policy/loosening.ts'
import type { Compared, LooseningCode } from '../../policy/loosening.ts'
import { implies } from '../../policy/loosening/implies.ts'
import { guardrails } from '../../policy/guardrails/registry.ts'
import { looserSettings } from '../../policy/loosening/looser-settings.ts'
import type { Rule } from '../../policy/rule.ts'
import { buildBundle, buildRule, buildWorkflow } from './build.ts'

const limit = (settings: Record<string, unknown> = {}, patch: Partial<Rule> = {}) =>
  buildRule('amount-threshold', { field: 'amount', limit: 1000, ...settings }, { id: 'amount', ...patch })
const codesOf = (before: Compared, after: Compared) => loosenings(before, after).map(({ code }) => code)
const ruleCodes = (before: Rule, after: Rule | null, patch: Partial<Compared> = {}) =>
  codesOf(
    buildBundle({ ...(patch as object), rules: [before] }),
    buildBundle({ ...(patch as object), rules: after ? [after] : [] }),
  )
const above = (value: number): Condition => ({ fact: 'volume', is: 'above', value })

describe('loosenings', () => {
  test('a policy is no loosening of itself, whatever order its rules have', () => {
    const rules = [limit(), buildRule('required-review', { floorSeconds: 3 })]
    expect(loosenings(buildBundle({ rules }), buildBundle({ rules: rules.toReversed() }))).toEqual([])
  })

  test('F73 a rule more, a lower limit and a longer list are tightenings', () => {
    expect(ruleCodes(limit(), limit({ limit: 999 }))).toEqual([])
    expect(ruleCodes(limit(), limit({ changePercent: 10 }))).toEqual([])
    expect(codesOf(buildBundle(), buildBundle({ rules: [limit()] }))).toEqual([])
  })

  test.each<[string, LooseningCode, Rule | null]>([
    ['removed', 'RULE_REMOVED', null],
    ['only observed', 'RULE_MODE_LOWERED', limit({}, { mode: 'observe' })],
    ['only a tip', 'RULE_MODE_LOWERED', limit({}, { mode: 'tip' })],
    ['off', 'RULE_MODE_LOWERED', limit({}, { mode: 'off' })],
    ['elsewhere', 'RULE_SCOPE_NARROWED', limit({}, { surfaces: ['tryton/other'] })],
    ['conditional', 'RULE_CONDITION_NARROWED', limit({}, { when: above(5) })],
    [
      'of another kind',
      'RULE_KIND_CHANGED',
      buildRule('required-review', { floorSeconds: 1 }, { id: 'amount' }),
    ],
    ['of another field', 'SETTING_LOOSER', limit({ field: 'other' })],
    ['with a higher limit', 'SETTING_LOOSER', limit({ limit: 1001 })],
    ['with a grant that lasts longer', 'SETTING_LOOSER', limit({ useWithinMinutes: 61 })],
    ['signed by more people', 'APPROVERS_WIDENED', limit({ approvers: ['everybody'] })],
  ])('F73 a rule that is %s is a loosening', (_, code, after) => {
    const [found, ...more] = loosenings(
      buildBundle({ rules: [limit()] }),
      buildBundle({ rules: after ? [after] : [] }),
    )
    expect(more).toEqual([])
    expect(found).toMatchObject({ code, rule: 'amount' })
  })

  test('a setting that became looser is named with what it was and what it is', () => {
    expect(
      loosenings(buildBundle({ rules: [limit()] }), buildBundle({ rules: [limit({ limit: 5000 })] })),
    ).toEqual([
      {
        ...{ code: 'SETTING_LOOSER', rule: 'amount', workflow: null },
        params: { setting: 'limit', before: '1000', after: '5000' },
      },
    ])
  })

  test('what never held anything may go: observed rules, tips, rules that are off', () => {
    for (const mode of ['observe', 'tip', 'off'] as const)
      expect(ruleCodes(limit({}, { mode }), null)).toEqual([])
  })

  test('a rule that names its surfaces one by one is as wide as before', () => {
    const before = limit({}, { workflows: ['opportunity-update'] })
    const after = limit({}, { surfaces: ['tryton/opportunity-save'] })
    expect(ruleCodes(before, after)).toEqual([])
    expect(ruleCodes(limit(), after)).toEqual([])
  })

  const tiers = [
    ...(
      [
        [null, 1],
        [1, 2],
        [2, 3],
        [2, 4],
        [3, 2],
        [3, 4],
        [4, 2],
      ] as const
    ).map((pair) => [...pair, true] as const),
    ...(
      [
        [2, 1],
        [4, 3],
        [1, null],
        [4, null],
        [3, 3],
      ] as const
    ).map((pair) => [...pair, false] as const),
  ]
  test.each(tiers)('a workflow that goes from tier %s to %s: loosening %s', (from, to, isLoosening) => {
    const of = (tier: typeof from) => buildBundle({ workflows: [buildWorkflow({ tier })] })
    expect(codesOf(of(from), of(to)).length > 0).toBe(isLoosening)
  })

  test('R1 S211 a category whose ceiling is lower makes tier 4 a tier 3, and back is a loosening', () => {
    const of = (category: 'routine' | 'export') =>
      buildBundle({ workflows: [buildWorkflow({ tier: 4, category })] })
    expect(codesOf(of('routine'), of('export'))).toEqual([])
    expect(codesOf(of('export'), of('routine'))).toEqual(['TIER_CHANGED'])
  })

  test('a place that was refused and now belongs to a workflow is opened; one that is let go is refused', () => {
    const wider = buildWorkflow({ surfaces: ['tryton/opportunity-save', 'tryton/other'] })
    expect(codesOf(buildBundle(), buildBundle({ workflows: [wider] }))).toEqual(['SURFACE_OPENED'])
    expect(codesOf(buildBundle({ workflows: [wider] }), buildBundle())).toEqual([])
  })

  test('approvers of the workflow count where a rule names none, and for tier 3', () => {
    const of = (approvers: string[], tier: 2 | 3, rules: Rule[]) =>
      buildBundle({ workflows: [buildWorkflow({ approvers, tier })], rules })
    const [few, many] = [['sales-leaders'], ['sales-leaders', 'interns']]
    expect(codesOf(of(few, 2, [limit()]), of(many, 2, [limit()]))).toEqual(['APPROVERS_WIDENED'])
    expect(codesOf(of(few, 3, []), of(many, 3, []))).toEqual(['APPROVERS_WIDENED'])
    expect(codesOf(of(few, 2, []), of(many, 2, []))).toEqual([])
    expect(codesOf(of(many, 3, [limit()]), of(few, 3, [limit()]))).toEqual([])
  })

  const claims = (terms: string[], id = 'claims') => ({
    ...{ id, name: 'Claims', locale: 'en' },
    terms: terms.map((term) => ({ term, approved: '' })),
  })
  const banned = (settings: Record<string, unknown> = {}) =>
    buildRule('banned-terms', { lists: ['claims'], ...settings })

  test('F25 F27 names that a list of terms no longer minds, and minding names at all, are loosenings', () => {
    const of = (names: string[] | null, unless: { unless: string } | null = { unless: 'names' }) =>
      buildBundle({
        rules: [banned()],
        lists: [{ ...claims(['our partner']), ...unless }, ...(names ? [claims(names, 'names')] : [])],
      })
    expect(loosenings(of(['Acme']), of(['Acme', 'Globex']))).toMatchObject([
      { code: 'LIST_SHORTENED', params: { list: 'claims', terms: 'Globex', count: 1 } },
    ])
    expect(codesOf(of(['Acme', 'Globex']), of(['Acme']))).toEqual([])
    expect(codesOf(of(['Acme']), of(null))).toEqual([])
    expect(codesOf(of(null), of(['Acme']))).toEqual(['LIST_SHORTENED'])
    expect(codesOf(of([], null), of([]))).toEqual(['LIST_SHORTENED'])
    expect(codesOf(of(['Acme']), of(['Acme'], null))).toEqual([])
  })

  test('terms taken from a list, and a list taken from a rule or from the policy, are loosenings', () => {
    const of = (terms: string[] | null, rule = banned()) =>
      buildBundle({ rules: [rule], lists: terms ? [claims(terms)] : [] })
    expect(loosenings(of(['free', 'certain']), of(['free', 'new']))).toMatchObject([
      {
        code: 'LIST_SHORTENED',
        rule: 'banned-terms',
        params: { list: 'claims', terms: 'certain', count: 1 },
      },
    ])
    expect(codesOf(of(['free']), of(['free', 'new']))).toEqual([])
    expect(codesOf(of(['free']), of(null))).toEqual(['LIST_SHORTENED'])
    // Without the list a person reads everything; with it only what has a hit.
    expect(codesOf(of(null), of(['free']))).toEqual(['LIST_SHORTENED'])
    expect(codesOf(of(['free']), of(['free'], banned({ lists: ['other'] })))).toEqual(['LIST_SHORTENED'])
    expect(
      codesOf(of(['free'], banned({ lists: ['claims'] })), of(['free'], banned({ lists: ['claims', 'x'] }))),
    ).toEqual([])
  })

  test('a list no enforced rule reads may be shortened', () => {
    expect(codesOf(buildBundle({ lists: [claims(['free'])] }), buildBundle({ lists: [] }))).toEqual([])
  })

  test('being able to go on with a reason, more reasons, and reasons without text are loosenings', () => {
    expect(ruleCodes(banned(), banned({ allowOverride: true }))).toContain('SETTING_LOOSER')
    expect(ruleCodes(banned({ allowOverride: true }), banned())).not.toContain('CHOICES_WIDENED')
    const reason = (codes: string[]) => buildRule('override-reason', { when: 'always', codes }, { id: 'why' })
    expect(ruleCodes(reason(['other']), reason([]))).toEqual(['CHOICES_WIDENED'])
    expect(ruleCodes(reason([]), reason(['other']))).toEqual([])
    const of = (needsText: boolean) =>
      buildBundle({ rules: [reason([])], overrideReasons: [{ code: 'other', label: 'Other', needsText }] })
    expect(codesOf(of(true), of(false))).toEqual(['CHOICES_WIDENED'])
    expect(codesOf(of(false), of(true))).toEqual([])
  })

  test('a page that lets pass what it cannot decide, a changed pack and a dropped stop are loosenings', () => {
    expect(codesOf(buildBundle(), buildBundle({ whenUnavailable: 'allow' }))).toEqual(['UNAVAILABLE_ALLOWED'])
    expect(codesOf(buildBundle({ whenUnavailable: 'allow' }), buildBundle())).toEqual([])
    expect(codesOf(buildBundle(), buildBundle({ packs: [{ id: 'tryton' }] }))).toEqual(['PACK_CHANGED'])
    expect(codesOf(buildBundle(), buildBundle({ disabledPacks: ['tryton'] }))).toEqual(['PACK_DISABLED'])
    expect(codesOf(buildBundle({ disabledPacks: ['tryton'] }), buildBundle())).toEqual([])
    expect(codesOf(buildBundle({ killed: ['tenant'] }), buildBundle())).toEqual(['STOP_DROPPED'])
    expect(codesOf(buildBundle(), buildBundle({ killed: ['tenant'] }))).toEqual([])
  })

  test('a condition that reads the register is not taken to hold after the register changed', () => {
    const when: Condition = { fact: 'category', is: 'equals', value: 'export' }
    const of = (category: 'export' | 'pricing') =>
      buildBundle({ rules: [limit({}, { when })], workflows: [buildWorkflow({ category })] })
    expect(codesOf(of('export'), of('pricing'))).toEqual(['RULE_CONDITION_NARROWED'])
    expect(codesOf(of('export'), of('export'))).toEqual([])
  })

  test('a new shared cap on an autonomous workflow lets it go on without contact, and that is said', () => {
    const cap = buildRule('volume-cap', { unit: 'actions', perPeriod: 5, beyond: 'refuse' })
    const of = (tier: 2 | 4, rules: Rule[]) => buildBundle({ workflows: [buildWorkflow({ tier })], rules })
    expect(codesOf(of(4, []), of(4, [cap]))).toEqual(['OFFLINE_QUOTA'])
    expect(codesOf(of(2, []), of(2, [cap]))).toEqual([])
  })

  test('names, messages, owners, labels and the age at which data is stale permit nothing', () => {
    const before = buildBundle({ rules: [limit()] })
    const after = buildBundle({
      rules: [limit({}, { name: 'New name', message: 'New words', owner: 'Legal' })],
      workflows: [buildWorkflow({ name: 'Deals', owner: 'Legal', kpis: ['x'], logs: ['y'] })],
      freshnessLimitHours: 999,
    })
    expect(loosenings(before, after)).toEqual([])
  })
})

describe('looserSettings', () => {
  const rows: [string, string, unknown, unknown, boolean][] = [
    ['freeze', 'from', '2026-12-24T18:00+01:00', '2026-12-24T18:01+01:00', true],
    ['freeze', 'from', '2026-12-24T18:00+01:00', '2026-12-24T17:00Z', false],
    ['freeze', 'to', '2027-01-04T09:00+01:00', '2027-01-04T08:59+01:00', true],
    ['freeze', 'to', '2027-01-04T09:00+01:00', '2027-01-05T09:00+01:00', false],
    ['freeze', 'zone', 'UTC', 'Europe/Berlin', false],
    ['freeze', 'beyond', 'refuse', 'approval', true],
    ['time-window', 'from', '09:00', '08:59', true],
    ['time-window', 'from', '09:00', '09:01', false],
    ['time-window', 'to', '17:00', '17:01', true],
    ['time-window', 'to', '17:00', '16:00', false],
    ['time-window', 'weekdays', [1, 2], [1, 2, 6], true],
    ['time-window', 'weekdays', [1, 2], [], true],
    ['time-window', 'weekdays', undefined, [1], false],
    ['time-window', 'zone', 'UTC', 'Europe/Berlin', true],
    ['time-window', 'beyond', 'refuse', 'approval', true],
    ['time-window', 'beyond', 'approval', 'refuse', false],
    ['volume-cap', 'perAction', 5, undefined, true],
    ['volume-cap', 'perAction', undefined, 5, false],
    ['volume-cap', 'perPeriod', 5, 6, true],
    ['volume-cap', 'period', 'day', 'hour', true],
    ['volume-cap', 'period', undefined, 'week', false],
    ['volume-cap', 'unit', 'actions', 'records', true],
    ['export-cap', 'refuseAbove', 10, undefined, true],
    ['export-cap', 'approvalAbove', 10, 9, false],
    ['discount-range', 'approvalUpTo', 20, 25, true],
    ['discount-range', 'preApprovedUpTo', 20, 5, false],
    ['close-date-threshold', 'days', 30, undefined, true],
    ['close-date-threshold', 'acrossQuarters', true, undefined, true],
    ['close-date-threshold', 'acrossQuarters', undefined, true, false],
    ['required-review', 'floorSeconds', 5, 4, true],
    ['restricted-terms', 'floorSeconds', undefined, 3, false],
    ['restricted-terms', 'approval', true, undefined, true],
    ['restricted-terms', 'approval', undefined, true, false],
    ['override-reason', 'when', 'always', 'deviates', true],
    ['override-reason', 'when', 'deviates', 'always', false],
    ['approval', 'useWithinMinutes', undefined, 60, false],
    ['approval', 'useWithinMinutes', 30, undefined, true],
    ['approval', 'decideWithinMinutes', 30, undefined, false],
    ['approval', 'unheard-of', 1, 2, true],
    ['unheard-of', 'anything', 1, 2, true],
    ['unheard-of', 'anything', 1, 1, false],
  ]
  test.each(rows)('%s: %s from %j to %j, looser %s', (...[kind, setting, before, after, isLooser]) => {
    const base = { from: '09:00', to: '17:00', ...(kind === 'volume-cap' && { perPeriod: 5 }) }
    const of = (value: unknown) => ({
      kind,
      settings: { ...base, ...(value === undefined ? { [setting]: undefined } : { [setting]: value }) },
    })
    expect(looserSettings(of(before), of(after))).toEqual(isLooser ? [setting] : [])
  })

  test('a window past midnight may not be moved at all', () => {
    const of = (from: string) => ({ kind: 'time-window', settings: { from, to: '06:00' } })
    expect(looserSettings(of('20:00'), of('21:00'))).toEqual(['from'])
  })

  test.each([...guardrails])('every setting of %s is judged', (kind, { settings }) => {
    for (const [name, setting] of Object.entries(settings)) {
      if (setting.type !== 'number' || name === 'decideWithinMinutes') continue
      const at = (value: number) => ({ kind, settings: { [name]: value } })
      const [up, down] = [looserSettings(at(1), at(2)), looserSettings(at(2), at(1))]
      expect(up.length + down.length, `${kind}.${name}`).toBe(1)
    }
  })
})

describe('implies', () => {
  const all = (...parts: Condition[]): Condition => ({ all: parts })
  const any = (...parts: Condition[]): Condition => ({ any: parts })
  const [a, b] = [above(10), above(20)]
  const c: Condition = { fact: 'actor', is: 'equals', value: 'agent' }
  const inList = (...value: string[]): Condition => ({ fact: 'account', is: 'in', value })
  const notIn = (...value: string[]): Condition => ({ fact: 'account', is: 'not-in', value })
  test.each<[string, Condition | null, Condition | null, boolean]>([
    ['anything implies no condition', a, null, true],
    ['no condition implies none but itself', null, a, false],
    ['the higher threshold implies the lower', b, a, true],
    ['the lower does not imply the higher', a, b, false],
    ['above implies at least', b, { fact: 'volume', is: 'at-least', value: 20 }, true],
    ['at least does not imply above the same', { fact: 'volume', is: 'at-least', value: 20 }, b, false],
    [
      'at most implies below more',
      { fact: 'volume', is: 'at-most', value: 5 },
      { fact: 'volume', is: 'below', value: 6 },
      true,
    ],
    ['a conjunction implies its parts', all(b, c), a, true],
    ['a part does not imply the conjunction', a, all(a, c), false],
    ['a part implies the alternative', c, any(a, c), true],
    ['an alternative does not imply its part', any(a, c), a, false],
    ['alternatives imply wider alternatives', any(b, c), any(a, c), true],
    ['a shorter list implies the longer', inList('x'), inList('x', 'y'), true],
    ['a longer list does not imply the shorter', inList('x', 'y'), inList('x'), false],
    ['fewer exceptions are wider', notIn('x', 'y'), notIn('x'), true],
    ['other facts imply nothing', above(1), { fact: 'record.count', is: 'above', value: 1 }, false],
    ['a negation implies only itself', { not: a }, { not: b }, false],
    ['the same negation', { not: a }, { not: a }, true],
  ])('%s', (_, before, after, expected) => {
    expect(implies(before, after)).toBe(expected)
  })
})
