import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compileSlice, listsOf } from '../../policy/compile.ts'
import { evaluate } from '../../policy/evaluate.ts'
import { guardrails } from '../../policy/guardrails/registry.ts'
import { lintBundle } from '../../policy/lint.ts'
import { parseBundle, parsePolicy } from '../../policy/parse-bundle.ts'
import { prepareBundle } from '../../policy/prepare.ts'
import { settingsSchemaOf } from '../../policy/settings-schema.ts'
import { checkPacks } from '../../sites/registry.ts'
import {
  buildAction,
  buildBundle,
  buildFacts,
  buildField,
  buildPack,
  buildRule,
  buildWorkflow,
  noon,
} from './build.ts'

const state = {
  bundleDigest: 'd',
  lease: 'fresh',
  killed: ['agent:*'],
  reserved: { r: 3 },
  suggestions: [],
} as const

describe('compileSlice', () => {
  const list = (id: string) => ({ id, name: id, locale: 'en', terms: [{ term: id, approved: '' }] })
  const bundle = buildBundle({
    killed: ['tenant', 'agent:*'],
    lists: [{ ...list('used'), unless: 'names' }, list('unused'), list('elsewhere'), list('names')],
    workflows: [
      buildWorkflow({ id: 'here', surfaces: ['tryton/save', 'practice/save'] }),
      buildWorkflow({ id: 'there', surfaces: ['practice/send'] }),
      buildWorkflow({ id: 'look-alike', surfaces: ['tryton-two/save'] }),
    ],
    rules: [
      buildRule('required-review', { floorSeconds: 1 }, { id: 'everywhere' }),
      buildRule('banned-terms', { lists: ['used'] }, { id: 'by-workflow', workflows: ['there', 'here'] }),
      buildRule('required-review', { floorSeconds: 1 }, { id: 'by-surface', surfaces: ['tryton/other'] }),
      buildRule(
        'banned-terms',
        { lists: ['elsewhere'] },
        { id: 'not-here', workflows: ['there'], surfaces: ['practice/send'] },
      ),
      buildRule('banned-terms', { lists: ['unused'] }, { id: 'off', mode: 'off' }),
    ],
  })
  const slice = compileSlice(bundle, buildPack('tryton'), state)

  test('has the workflows of this site, with its surfaces only', () => {
    expect(slice.workflows.map(({ id, surfaces }) => [id, surfaces])).toEqual([['here', ['tryton/save']]])
  })

  test('has the rules that can speak here, the lists they name and the names those need', () => {
    expect(slice.rules.map((rule) => rule.id)).toEqual(['everywhere', 'by-workflow', 'by-surface'])
    expect(slice.lists.map((one) => one.id)).toEqual(['used', 'names'])
  })

  test('has the kills of bundle and state once each, and the rest of the state', () => {
    expect(slice.killed).toEqual(['tenant', 'agent:*'])
    expect(slice).toMatchObject({
      site: 'tryton',
      tenant: 'practice',
      bundleVersion: 7,
      bundleDigest: 'd',
      lease: 'fresh',
      reserved: { r: 3 },
      suggestions: [],
      whenUnavailable: 'hold',
    })
    expect(slice).not.toHaveProperty('suggestionsCut')
    expect(compileSlice(bundle, buildPack('tryton'), { ...state, suggestionsCut: true }).suggestionsCut).toBe(
      true,
    )
    expect(slice.overrideReasons).toBe(bundle.overrideReasons)
  })

  test('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(slice))).toEqual(slice)
  })

  test('lists are found by their descriptor, of an unknown kind there are none', () => {
    expect(listsOf(buildRule('restricted-terms', { lists: ['a', 5, 'b'] }))).toEqual(['a', 'b'])
    expect(listsOf(buildRule('restricted-terms', {}))).toEqual([])
    expect(listsOf(buildRule('magic', { lists: ['a'] }))).toEqual([])
    expect(listsOf(buildRule('override-reason', { codes: ['a'] }))).toEqual([])
  })
})

describe('parseBundle', () => {
  test('takes a good bundle as it is', () => {
    const bundle = buildBundle({ rules: [buildRule('amount-threshold', { field: 'amount', limit: 5 })] })
    expect(parseBundle(bundle)).toEqual({ ok: true, bundle })
  })

  test('names the place and the problem of a bad setting', () => {
    const rules = [
      buildRule('required-review', { floorSeconds: 1 }),
      buildRule('amount-threshold', { field: 'amount', limit: 'x' }),
    ]
    expect(parseBundle(buildBundle({ rules }))).toMatchObject({
      ok: false,
      problems: [{ path: 'rules.1.guardrail.settings.limit', message: expect.stringContaining('number') }],
    })
  })

  test('refuses an unknown kind, an unknown setting and a missing one', () => {
    const problemsOf = (kind: string, settings: Record<string, unknown>) => {
      const parsed = parseBundle(buildBundle({ rules: [buildRule(kind, settings)] }))
      return parsed.ok ? [] : parsed.problems.map((problem) => problem.path)
    }
    expect(problemsOf('magic', {})).toEqual(['rules.0.guardrail.kind'])
    expect(problemsOf('required-review', { floorSeconds: 1, more: 1 })).toEqual([
      'rules.0.guardrail.settings',
    ])
    expect(problemsOf('required-review', {})).toEqual(['rules.0.guardrail.settings.floorSeconds'])
  })

  test.each([null, 5, 'x', [], {}, { format: 2 }])('refuses %j with problems a person can act on', (json) => {
    const parsed = parseBundle(json)
    expect(parsed.ok).toBe(false)
    if (!parsed.ok) expect(parsed.problems.every((problem) => problem.message.length > 0)).toBe(true)
  })

  test('gives at most 50 problems', () => {
    const parsed = parseBundle(buildBundle({ rules: Array.from({ length: 90 }, () => ({})) as never }))
    expect(parsed.ok ? 0 : parsed.problems.length).toBe(50)
  })

  test('a policy has no version, tenant or kills of its own', () => {
    const {
      tenant: _,
      version: __,
      issuedAt: ___,
      notAfter: ____,
      previous: _____,
      killed: ______,
      environment: _______,
      killEpoch: ________,
      ...policy
    } = buildBundle()
    expect(parsePolicy(policy)).toEqual({ ok: true, policy })
    expect(parsePolicy(buildBundle()).ok).toBe(false)
    expect(parsePolicy({ ...policy, rules: [buildRule('magic', {})] }).ok).toBe(false)
  })
})

describe('settingsSchemaOf', () => {
  const takes = (kind: string, settings: Record<string, unknown>) =>
    settingsSchemaOf(kind)?.safeParse(settings).success
  const hours = { zone: 'Europe/Berlin', from: '00:00', to: '23:59', beyond: 'refuse' }

  test('there is one for every kind and none for others', () => {
    for (const kind of guardrails.keys()) expect(settingsSchemaOf(kind), kind).not.toBeNull()
    expect(settingsSchemaOf('constructor')).toBeNull()
  })

  test('numbers keep their bounds', () => {
    expect(
      [0, 100].map((limit) =>
        takes('discount-range', { field: 'd', preApprovedUpTo: limit, approvalUpTo: 100 }),
      ),
    ).toEqual([true, true])
    expect(
      [-1, 101, '5', null, Infinity].map((limit) =>
        takes('discount-range', { field: 'd', preApprovedUpTo: limit, approvalUpTo: 100 }),
      ),
    ).toEqual([false, false, false, false, false])
  })

  test('fields are texts of 1 to 100 characters', () => {
    expect(
      ['a', 'a'.repeat(100), '', 'a'.repeat(101)].map((field) =>
        takes('amount-threshold', { field, limit: 1 }),
      ),
    ).toEqual([true, true, false, false])
  })

  test('times are hours and minutes of a day', () => {
    expect(['00:00', '23:59', '09:30'].map((from) => takes('time-window', { ...hours, from }))).toEqual([
      true,
      true,
      true,
    ])
    expect(
      ['24:00', '9:30', '09:60', 'x09:30', '09:30x', 930].map((from) =>
        takes('time-window', { ...hours, from }),
      ),
    ).toEqual(Array(6).fill(false))
  })

  test('zones are those the runtime knows', () => {
    expect(
      ['UTC', 'America/New_York', 'Mars/Olympus', ''].map((zone) => takes('time-window', { ...hours, zone })),
    ).toEqual([true, true, false, false])
  })

  test('weekdays are 1 to 7', () => {
    expect(
      [[], [1, 7], [0], [8], [1.5], [1, 2, 3, 4, 5, 6, 7, 1]].map((weekdays) =>
        takes('time-window', { ...hours, weekdays }),
      ),
    ).toEqual([true, true, false, false, false, false])
  })

  test('choices, booleans, approvers, lists and codes', () => {
    expect(takes('time-window', { ...hours, beyond: 'maybe' })).toBe(false)
    expect(
      [true, false, 'yes'].map((acrossQuarters) =>
        takes('close-date-threshold', { field: 'c', acrossQuarters }),
      ),
    ).toEqual([true, true, false])
    expect(
      [[], ['legal'], [''], Array(21).fill('a'), 'legal'].map((approvers) =>
        takes('approval', { approvers }),
      ),
    ).toEqual([true, true, false, false, false])
    expect([['a'], [], ['Not An Id']].map((lists) => takes('banned-terms', { lists }))).toEqual([
      true,
      false,
      false,
    ])
    expect(
      [[], ['a'], ['Not An Id'], Array(51).fill('a')].map((codes) =>
        takes('override-reason', { when: 'always', codes }),
      ),
    ).toEqual([true, true, false, false])
  })
})

describe('starter policy', () => {
  const json = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../policy/starter/starter-policy.json'), 'utf8'),
  ) as unknown
  const parsed = parsePolicy(json)
  const policy = parsed.ok ? parsed.policy : null
  const bundle = buildBundle(policy ?? {})
  const decide = (site: string, surface: string, patch = {}) =>
    evaluate(prepareBundle(bundle), buildAction({ site, surface, ...patch }), buildFacts(), noon)

  test('is well-formed', () => {
    expect(parsed.ok ? [] : parsed.problems).toEqual([])
  })

  test('lint finds nothing but workflows that nothing enforces yet', () => {
    const findings = lintBundle(bundle, checkPacks().good).filter(
      (finding) => finding.code !== 'NOTHING_ENFORCES',
    )
    expect(findings).toEqual([])
  })

  test('R2 S211 has a workflow of tier 3 for each always-approval item', () => {
    const inCategory = (category: string) =>
      bundle.workflows.filter((workflow) => workflow.category === category)
    expect(
      ['pricing', 'legal', 'export', 'outreach', 'permissions', 'public-statement'].map(
        (category) => inCategory(category).length,
      ),
    ).toEqual([6, 6, 7, 8, 6, 4])
    expect(
      bundle.workflows
        .filter((workflow) => workflow.category !== 'routine')
        .every((workflow) => workflow.tier === 3),
    ).toBe(true)
  })

  test.each(['opportunity-save', 'opportunity-list-save', 'opportunity-close-save'])(
    'S050 tryton/%s: 50,000 passes, one more goes to the deal desk',
    (surface) => {
      expect(decide('tryton', surface, { fields: [buildField({ after: 50_000 })] })).toMatchObject({
        effect: 'allow',
        tier: 2,
      })
      expect(decide('tryton', surface, { fields: [buildField({ after: 50_001 })] })).toMatchObject({
        effect: 'hold',
        tier: 3,
        obligations: [{ kind: 'approval', approvers: ['deal-desk'] }],
      })
    },
  )

  test('S050 a close date moved by 31 days goes to a sales leader, on both sites', () => {
    const moved = (name: string) => ({
      fields: [buildField({ name, before: '2026-06-01', after: '2026-07-02' })],
    })
    for (const [site, name] of [
      ['tryton', 'end_date'],
      ['practice', 'close-date'],
    ] as const)
      expect(decide(site, 'opportunity-save', moved(name))).toMatchObject({
        effect: 'hold',
        tier: 3,
        obligations: [{ approvers: ['sales-leaders'] }],
      })
  })

  test('S041 S045 an e-mail needs a review, and a banned claim is held with its approved wording', () => {
    const mail = (text: string) => decide('tryton', 'email-send', { content: [{ name: 'body', text }] })
    expect(mail('Thank you for your time.')).toMatchObject({
      effect: 'hold',
      tier: 2,
      obligations: [{ kind: 'review' }],
      reasons: [{ code: 'REVIEW_REQUIRED' }],
    })
    for (const claim of ['guaranteed ROI', '100% secure', 'HIPAA certified']) {
      const banned = mail(`It is ${claim}.`).reasons.find((reason) => reason.code === 'BANNED_TERM')
      expect(banned?.matches.map((match) => match.text)).toEqual([claim])
      expect(banned?.matches[0]?.approved).not.toBe('')
    }
  })

  test.each(['opportunity-convert', 'opportunity-lost', 'opportunity-cancel'])(
    'tryton/%s passes at tier 2',
    (surface) => {
      expect(decide('tryton', surface)).toMatchObject({ effect: 'allow', tier: 2, workflow: 'stage-change' })
    },
  )

  test.each([
    ['tryton', 'marketing-send', 'outreach'],
    ['tryton', 'export-run', 'export'],
    ['tryton', 'user-save', 'permissions'],
    ['tryton', 'group-save', 'permissions'],
    ['practice', 'export-run', 'export'],
    ['practice', 'sequence-launch', 'outreach'],
  ])('%s/%s needs an approval', (site, surface, category) => {
    const decision = decide(site, surface, { volume: 5 })
    expect(decision).toMatchObject({
      effect: 'hold',
      tier: 3,
      obligations: [{ kind: 'approval', rule: null }],
    })
    expect(bundle.workflows.find((workflow) => workflow.id === decision.workflow)?.category).toBe(category)
  })

  test('S053 a discount of 10 percent passes, of 11 needs the deal desk, of 31 is refused', () => {
    const effects = [10, 11, 30, 31].map(
      (after) =>
        decide('tryton', 'sale-line-discount-save', { fields: [buildField({ name: 'discount', after })] })
          .effect,
    )
    expect(effects).toEqual(['allow', 'hold', 'hold', 'refuse'])
  })
})
