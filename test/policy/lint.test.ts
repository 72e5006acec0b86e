import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import decisionWords from '../../locales/en/decision.json' with { type: 'json' }
import { conditionHolds } from '../../policy/condition-holds.ts'
import type { Condition } from '../../policy/condition.ts'
import { lintBundle } from '../../policy/lint.ts'
import { lintCodes } from '../../policy/lint/lint-finding.ts'
import type { LintFinding, Linted } from '../../policy/lint/lint-finding.ts'
import { isReachable } from '../../policy/lint/reach.ts'
import type { Rule } from '../../policy/rule.ts'
import type { Workflow } from '../../policy/workflow.ts'
import type { SitePack, Surface } from '../../protocol/site-pack.ts'
import { buildBundle, buildPack, buildRule, buildWorkflow } from './build.ts'

const few = process.env['STRYKER_MUTATOR_WORKER'] ? 10 : 300
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
process.stdout.write(`lint: SEED=${seed}\n`)

function surface(id: string, fields: readonly string[] = []): Surface {
  return {
    id,
    name: id,
    operation: id,
    when: { url: [], present: [], absent: [] },
    control: null,
    triggers: [],
    record: null,
    fields: fields.map((name) => ({
      name,
      label: name,
      from: { scope: 'document', css: 'x', property: 'value' },
      parse: { as: 'text' },
      required: false,
    })),
    onlyChanges: false,
    recipients: [],
    content: [],
    volume: null,
    requests: [],
    success: { status: [], absent: null },
    backstop: 'none',
  } as Surface
}
const pack: SitePack = {
  ...buildPack('tryton'),
  surfaces: [surface('opportunity-save', ['amount', 'discount', 'close'])],
}

function lint(patch: Partial<Linted>, packs: readonly SitePack[] = [pack]): LintFinding[] {
  return lintBundle(buildBundle(patch), packs)
}
const codes = (findings: readonly LintFinding[]) =>
  findings.map((finding) => `${finding.level} ${finding.code}`)
const ofWorkflow = (patch: Partial<Workflow>, rules: Rule[] = []) =>
  codes(lint({ workflows: [buildWorkflow(patch)], rules }))
const ofRules = (...rules: Rule[]) => lint({ rules })
const discount = (preApprovedUpTo: number, approvalUpTo: number, patch: Partial<Rule> = {}) =>
  buildRule('discount-range', { field: 'discount', preApprovedUpTo, approvalUpTo }, patch)
const windowOf = (from: string, to: string, patch: Partial<Rule> = {}, more = {}) =>
  buildRule('time-window', { zone: 'UTC', from, to, beyond: 'refuse', ...more }, patch)

describe('lintBundle', () => {
  test('has nothing to say about a policy without a flaw', () => {
    expect(ofRules(buildRule('amount-threshold', { field: 'amount', limit: 5 }))).toEqual([])
  })

  test('every code has words with the parameters it is given', () => {
    for (const code of lintCodes) expect(decisionWords).toHaveProperty([`lint.${code}`])
  })

  test('errors come first', () => {
    const levels = lint({
      workflows: [buildWorkflow({ surfaces: [] }), buildWorkflow({ id: 'b', tier: 3, approvers: [] })],
    }).map((finding) => finding.level)
    expect(levels).toEqual([...levels].sort())
    expect(levels).toContain('error')
  })
})

describe('register', () => {
  test('a workflow bound to nothing is shown as enforced by nothing', () => {
    expect(lint({ workflows: [buildWorkflow(), buildWorkflow({ id: 'b', surfaces: [] })] })).toEqual([
      { level: 'warning', code: 'NOTHING_ENFORCES', workflow: 'b', rule: null, params: {}, example: null },
    ])
  })

  test('a surface bound twice names the other workflow', () => {
    expect(lint({ workflows: [buildWorkflow(), buildWorkflow({ id: 'b' })] })).toEqual([
      {
        level: 'error',
        code: 'SURFACE_BOUND_TWICE',
        workflow: 'b',
        rule: null,
        params: { surface: 'tryton/opportunity-save', other: 'opportunity-update' },
        example: null,
      },
    ])
  })

  test('a surface of a pack that no workflow binds is refused, and said so', () => {
    expect(lint({}, [{ ...pack, surfaces: [...pack.surfaces, surface('email-send')] }])).toEqual([
      {
        level: 'warning',
        code: 'SURFACE_UNBOUND',
        workflow: null,
        rule: null,
        params: { surface: 'tryton/email-send' },
        example: null,
      },
    ])
  })

  test('a surface that is in no pack is an error, one of a site without a pack a warning', () => {
    const surfaces = ['tryton/opportunity-save', 'tryton/gone', 'elsewhere/save']
    const findings = lint({ workflows: [buildWorkflow({ surfaces })] })
    expect(codes(findings)).toEqual(['error UNKNOWN_SURFACE', 'warning UNKNOWN_SITE'])
    expect(findings.map((finding) => finding.params)).toEqual([
      { surface: 'tryton/gone' },
      { surface: 'elsewhere/save', site: 'elsewhere' },
    ])
  })

  test('S020 a workflow without a tier is named and nothing else is asked of it', () => {
    expect(ofWorkflow({ tier: null, approvers: [] })).toEqual(['warning UNTIERED'])
  })

  test('R1 tier 4 in an always-approval category counts as 3', () => {
    const findings = lint({ workflows: [buildWorkflow({ tier: 4, category: 'legal' })] })
    expect(codes(findings)).toEqual(['warning TIER_ABOVE_CEILING'])
    expect(findings[0]?.params).toEqual({ tier: 4, ceiling: 3 })
    expect(ofWorkflow({ tier: 3, category: 'legal' })).toEqual([])
  })

  test('tier 3 needs approvers, tier 2 does not', () => {
    expect(ofWorkflow({ tier: 3, approvers: [] })).toEqual(['error NO_APPROVERS'])
    expect(ofWorkflow({ tier: 4, category: 'export', approvers: [] })).toEqual([
      'error NO_APPROVERS',
      'warning TIER_ABOVE_CEILING',
    ])
    expect(ofWorkflow({ tier: 2, approvers: [] })).toEqual([])
  })

  test.each(['RevOps, Sales', 'RevOps; Sales', 'RevOps/Sales', 'RevOps & Sales', 'RevOps and Sales'])(
    'more than one owner is a warning: %s',
    (owner) => {
      expect(ofWorkflow({ owner })).toEqual(['warning MANY_OWNERS'])
    },
  )

  test('one owner with "and" inside a word is one owner', () => {
    expect(ofWorkflow({ owner: 'Alexander Sandler' })).toEqual([])
  })

  test('S058 unattended work that no rule bounds is named', () => {
    expect(ofWorkflow({ tier: 4 })).toEqual(['warning TIER4_UNBOUNDED'])
    expect(ofWorkflow({ tier: 4 }, [windowOf('08:00', '18:00')])).toEqual([])
    expect(ofWorkflow({ tier: 4 }, [windowOf('08:00', '18:00', { mode: 'tip' })])).toEqual([
      'warning TIER4_UNBOUNDED',
    ])
    expect(ofWorkflow({ tier: 4 }, [buildRule('required-review', { floorSeconds: 0 })])).toEqual([
      'warning TIER4_UNBOUNDED',
    ])
    expect(
      ofWorkflow({ tier: 4 }, [
        windowOf('08:00', '18:00', { when: { fact: 'volume', is: 'above', value: 3 } }),
      ]),
    ).toEqual(['warning TIER4_UNBOUNDED'])
    expect(
      ofWorkflow({ tier: 4 }, [windowOf('08:00', '18:00', { surfaces: ['tryton/opportunity-save'] })]),
    ).toEqual([])
  })

  test('a rule on one of two surfaces does not bound the workflow', () => {
    const packs = [{ ...pack, surfaces: [...pack.surfaces, surface('other')] }]
    const workflows = [buildWorkflow({ tier: 4, surfaces: ['tryton/opportunity-save', 'tryton/other'] })]
    expect(
      codes(lint({ workflows, rules: [windowOf('08:00', '18:00', { surfaces: ['tryton/other'] })] }, packs)),
    ).toEqual(['warning TIER4_UNBOUNDED'])
    expect(
      codes(
        lint(
          {
            workflows,
            rules: [
              windowOf('08:00', '18:00', { surfaces: ['tryton/other'], workflows: ['opportunity-update'] }),
            ],
          },
          packs,
        ),
      ),
    ).toEqual([])
  })

  test('S246 pricing at tier 4 without an enforced discount range is an error', () => {
    const workflow = { tier: 4, dataRisk: ['pricing' as const] } as const
    expect(ofWorkflow({ ...workflow, dataRisk: ['pricing'] }, [windowOf('08:00', '18:00')])).toEqual([
      'error TIER4_PRICING_UNBOUNDED',
    ])
    expect(ofWorkflow({ ...workflow, dataRisk: ['pricing'] }, [discount(10, 30)])).toEqual([])
    expect(
      ofWorkflow({ ...workflow, dataRisk: ['pricing'] }, [discount(10, 30, { mode: 'observe' })]),
    ).toEqual(['error TIER4_PRICING_UNBOUNDED', 'warning TIER4_UNBOUNDED'])
    expect(
      ofWorkflow({ ...workflow, dataRisk: ['pricing'] }, [
        discount(10, 30, { when: { fact: 'actor', is: 'equals', value: 'agent' } }),
      ]),
    ).toEqual(['error TIER4_PRICING_UNBOUNDED', 'warning TIER4_UNBOUNDED'])
    expect(ofWorkflow({ ...workflow, tier: 2, dataRisk: ['pricing'] })).toEqual([])
  })
})

describe('references', () => {
  test('ids given twice are named once each', () => {
    const list = { id: 'l', name: 'l', locale: 'en', terms: [{ term: 'a', approved: '' }] }
    const reason = { code: 'c', label: 'c', needsText: false }
    const rule = buildRule('required-review', { floorSeconds: 1 })
    const findings = lint({
      rules: [rule, rule, rule],
      lists: [list, list],
      overrideReasons: [reason, reason],
      workflows: [buildWorkflow(), buildWorkflow({ surfaces: [] })],
    })
    expect(
      findings.filter((finding) => finding.code === 'DUPLICATE_ID').map((finding) => finding.params),
    ).toEqual([
      { kind: 'workflow', id: 'opportunity-update' },
      { kind: 'rule', id: 'required-review' },
      { kind: 'list', id: 'l' },
      { kind: 'override-reason', id: 'c' },
    ])
  })

  test('unknown kinds, settings, workflows and lists are errors with what is wrong', () => {
    expect(ofRules(buildRule('magic', {}))).toMatchObject([
      { code: 'UNKNOWN_KIND', rule: 'magic', params: { kind: 'magic' } },
    ])
    expect(ofRules(buildRule('required-review', { floorSeconds: 'x' }))).toMatchObject([
      {
        code: 'BAD_SETTINGS',
        params: { setting: 'floorSeconds', problem: expect.stringContaining('number') },
      },
    ])
    expect(
      codes(ofRules(buildRule('required-review', { floorSeconds: 1 }, { workflows: ['gone'] }))),
    ).toEqual(['error UNKNOWN_WORKFLOW', 'warning RULE_APPLIES_NOWHERE'])
    expect(ofRules(buildRule('banned-terms', { lists: ['gone'] }))).toMatchObject([
      { code: 'UNKNOWN_LIST', params: { list: 'gone' } },
    ])
    const lists = [{ id: 'empty', name: 'Empty', locale: 'en', terms: [] }]
    expect(lint({ lists, rules: [buildRule('banned-terms', { lists: ['empty'] })] })).toMatchObject([
      { level: 'warning', code: 'EMPTY_LIST', params: { list: 'empty' } },
    ])
  })

  test('a rule in mode off is not looked at', () => {
    expect(
      ofRules(
        buildRule(
          'magic',
          {},
          {
            mode: 'off',
            when: {
              all: [
                { fact: 'volume', is: 'above', value: 5 },
                { fact: 'volume', is: 'below', value: 4 },
              ],
            },
          },
        ),
      ),
    ).toEqual([])
  })

  test('a rule for surfaces that nothing binds applies nowhere', () => {
    expect(
      codes(ofRules(buildRule('required-review', { floorSeconds: 1 }, { surfaces: ['tryton/gone'] }))),
    ).toEqual(['warning RULE_APPLIES_NOWHERE'])
  })

  test('override codes must exist, and a reason that is asked for must have choices', () => {
    expect(ofRules(buildRule('override-reason', { when: 'always', codes: ['gone', 'other'] }))).toMatchObject(
      [{ code: 'UNKNOWN_OVERRIDE_CODE', params: { code: 'gone' } }],
    )
    expect(
      codes(lint({ overrideReasons: [], rules: [buildRule('override-reason', { when: 'always' })] })),
    ).toEqual(['error NO_OVERRIDE_REASONS'])
    const lists = [{ id: 'l', name: 'l', locale: 'en', terms: [{ term: 'a', approved: '' }] }]
    expect(
      lint({ lists, overrideReasons: [], rules: [buildRule('banned-terms', { lists: ['l'] })] }),
    ).toEqual([])
    expect(
      codes(
        lint({
          lists,
          overrideReasons: [],
          rules: [buildRule('banned-terms', { lists: ['l'], allowOverride: true })],
        }),
      ),
    ).toEqual(['error NO_OVERRIDE_REASONS'])
  })

  test('facts that do not exist are errors, fields that no surface reads are warnings', () => {
    const when: Condition = {
      any: [
        { not: { fact: 'moon', is: 'equals', value: 1 } },
        { fact: 'field.amount.change', is: 'above', value: 1 },
        { fact: 'field.colour.before', is: 'equals', value: 'x' },
      ],
    }
    const findings = ofRules(buildRule('required-review', { floorSeconds: 1 }, { when }))
    expect(findings.map((finding) => [finding.code, finding.params])).toEqual([
      ['UNKNOWN_FACT', { fact: 'moon' }],
      ['UNKNOWN_FIELD', { field: 'colour' }],
    ])
    expect(ofRules(buildRule('amount-threshold', { field: 'price', limit: 1 }))).toMatchObject([
      { level: 'warning', code: 'UNKNOWN_FIELD', params: { field: 'price' } },
    ])
  })

  test('fields that only a request carries are read as well', () => {
    const request = {
      match: { method: 'POST', url: '*', body: 'json', where: [] },
      record: null,
      fields: [{ name: 'price', label: 'Price', path: 'x', parse: { as: 'text' } }],
      recipients: [],
      content: [],
      volume: null,
      onlyWhenFieldsPresent: false,
    }
    const packs = [
      { ...pack, surfaces: [{ ...surface('opportunity-save'), requests: [request] } as unknown as Surface] },
    ]
    expect(lint({ rules: [buildRule('amount-threshold', { field: 'price', limit: 1 })] }, packs)).toEqual([])
  })

  test('without a pack nothing is said about fields', () => {
    expect(codes(lint({ rules: [buildRule('amount-threshold', { field: 'price', limit: 1 })] }, []))).toEqual(
      ['warning UNKNOWN_SITE'],
    )
  })

  test('limits that cross are named, limits that are equal are not', () => {
    expect(ofRules(discount(30, 10))).toMatchObject([
      {
        level: 'error',
        code: 'LIMITS_CROSSED',
        params: { setting: 'approvalUpTo', value: 10, other: 'preApprovedUpTo', floor: 30 },
      },
    ])
    expect(ofRules(discount(30, 30))).toEqual([])
    expect(codes(ofRules(buildRule('export-cap', { approvalAbove: 10, refuseAbove: 9 })))).toEqual([
      'error LIMITS_CROSSED',
    ])
    expect(ofRules(buildRule('export-cap', { approvalAbove: 10 }))).toEqual([])
  })

  test('an approval that nobody could give is an error, a refusal is not', () => {
    const workflows = [buildWorkflow({ approvers: [] })]
    expect(codes(lint({ workflows, rules: [buildRule('approval', {})] }))).toEqual(['error NO_APPROVERS'])
    expect(codes(lint({ workflows, rules: [buildRule('approval', { approvers: [] })] }))).toEqual([
      'error NO_APPROVERS',
    ])
    expect(lint({ workflows, rules: [buildRule('approval', { approvers: ['legal'] })] })).toEqual([])
    expect(lint({ workflows, rules: [windowOf('08:00', '18:00')] })).toEqual([])
    expect(lint({ workflows, rules: [buildRule('required-review', { floorSeconds: 1 })] })).toEqual([])
  })
})

describe('reach', () => {
  const above = (value: number): Condition => ({ fact: 'volume', is: 'above', value })
  const below = (value: number): Condition => ({ fact: 'volume', is: 'below', value })

  test.each<[Condition, boolean]>([
    [{ all: [above(5), below(4)] }, false],
    [{ all: [above(5), below(6)] }, true],
    [{ all: [above(5), below(5)] }, false],
    [
      {
        all: [
          { fact: 'actor', is: 'equals', value: 'a' },
          { fact: 'actor', is: 'equals', value: 'b' },
        ],
      },
      false,
    ],
    [
      {
        all: [
          { fact: 'actor', is: 'in', value: ['a', 'b'] },
          { fact: 'actor', is: 'not-equals', value: 'a' },
        ],
      },
      true,
    ],
    [
      {
        all: [
          { fact: 'actor', is: 'not-equals', value: 'a' },
          { not: { fact: 'actor', is: 'not-equals', value: 'a' } },
        ],
      },
      false,
    ],
    [{ fact: 'actor', is: 'not-in', value: ['a', 'b'] }, true],
    [
      {
        all: [
          { fact: 'field.note', is: 'contains', value: 'a' },
          { fact: 'field.note', is: 'contains', value: 'b' },
        ],
      },
      true,
    ],
    [
      {
        all: [
          { fact: 'field.date', is: 'above', value: '2026-01-01' },
          { fact: 'field.date', is: 'below', value: '2026-02-01' },
        ],
      },
      true,
    ],
    [
      {
        all: [
          { fact: 'field.date', is: 'above', value: '2026-02-01' },
          { fact: 'field.date', is: 'below', value: '2026-01-01' },
        ],
      },
      false,
    ],
    [{ all: [{ fact: 'volume', is: 'is-known', value: false }, above(3)] }, false],
    [{ fact: 'volume', is: 'is-known', value: false }, true],
    [{ fact: 'volume', is: 'is-known', value: true }, true],
    [{ fact: 'suggestion.present', is: 'equals', value: false }, true],
    [{ fact: 'recipients.domains', is: 'contains', value: 'a.test' }, true],
    [
      {
        all: [
          { fact: 'recipients.domains', is: 'in', value: ['a.test'] },
          { fact: 'recipients.domains', is: 'contains', value: 'b.test' },
        ],
      },
      false,
    ],
    [{ fact: 'recipients.domains', is: 'not-in', value: ['a.test'] }, true],
    [{ not: { fact: 'recipients.domains', is: 'in', value: ['a.test'] } }, true],
    [{ fact: 'data-risk', is: 'contains', value: 'pii' }, true],
  ])('%j: %j', (condition, expected) => {
    expect(isReachable(condition)).toBe(expected)
  })

  test('a rule nothing can meet is named', () => {
    expect(
      ofRules(buildRule('required-review', { floorSeconds: 1 }, { when: { all: [above(5), below(4)] } })),
    ).toMatchObject([{ level: 'warning', code: 'UNREACHABLE_RULE', rule: 'required-review' }])
  })

  test('too many combinations are taken for reachable', () => {
    const facts = Array.from({ length: 10 }, (_, index): Condition => ({
      fact: `field.f${index}`,
      is: 'above',
      value: 1,
    }))
    expect(isReachable({ all: [...facts, above(5), below(4)] })).toBe(true)
  })

  test('never calls a condition unreachable that some input makes true', () => {
    const leaf: fc.Arbitrary<Condition> = fc.record({
      fact: fc.constantFrom('volume', 'field.a'),
      is: fc.constantFrom('equals', 'not-equals', 'above', 'below', 'at-least', 'at-most'),
      value: fc.integer({ min: 0, max: 5 }),
    })
    const tree = fc.oneof(
      fc.array(leaf, { minLength: 1, maxLength: 4 }).map((all): Condition => ({ all })),
      fc
        .array(
          leaf.map((not): Condition => ({ not })),
          { minLength: 1, maxLength: 4 },
        )
        .map((all): Condition => ({ all })),
    )
    fc.assert(
      fc.property(
        tree,
        fc.integer({ min: -1, max: 6 }),
        fc.integer({ min: -1, max: 6 }),
        (condition, volume, a) => {
          if (conditionHolds(condition, (fact) => (fact === 'volume' ? volume : a)) === true)
            expect(isReachable(condition)).toBe(true)
        },
      ),
      { seed, numRuns: few },
    )
  })
})

describe('contradictions', () => {
  test('F80 one rule permits a discount that another refuses: an error with an example', () => {
    const findings = ofRules(discount(20, 30, { id: 'wide' }), discount(5, 15, { id: 'narrow' }))
    expect(findings).toMatchObject([
      { level: 'error', code: 'CONTRADICTION', rule: 'wide', params: { other: 'narrow' } },
    ])
    const value = Number(findings[0]?.example?.['field.discount'])
    expect(value).toBeGreaterThan(15)
    expect(value).toBeLessThanOrEqual(20)
  })

  test('two ranges of which the narrower still asks for an approval do not contradict', () => {
    expect(ofRules(discount(20, 30, { id: 'wide' }), discount(5, 30, { id: 'narrow' }))).toEqual([])
  })

  test('F80 two windows that never overlap let nothing pass: an error with an example', () => {
    const findings = ofRules(
      windowOf('08:00', '12:00', { id: 'morning' }),
      windowOf('13:00', '18:00', { id: 'afternoon' }),
    )
    expect(findings).toMatchObject([
      { level: 'error', code: 'NEVER_PASSES', rule: 'morning', params: { other: 'afternoon' } },
    ])
    expect(findings[0]?.example).toHaveProperty('now')
  })

  test('windows that overlap are stricter together, not contradictory', () => {
    expect(ofRules(windowOf('08:00', '13:00', { id: 'a' }), windowOf('12:00', '18:00', { id: 'b' }))).toEqual(
      [],
    )
  })

  test('windows on different weekdays never overlap', () => {
    const findings = ofRules(
      windowOf('08:00', '18:00', { id: 'a' }, { weekdays: [1] }),
      windowOf('08:00', '18:00', { id: 'b' }, { weekdays: [2] }),
    )
    expect(codes(findings)).toEqual(['error NEVER_PASSES'])
  })

  test('rules that are not in force together do not contradict', () => {
    const packs = [{ ...pack, surfaces: [...pack.surfaces, surface('other', ['discount'])] }]
    const workflows = [buildWorkflow(), buildWorkflow({ id: 'b', surfaces: ['tryton/other'] })]
    expect(
      lint(
        {
          workflows,
          rules: [
            discount(20, 30, { id: 'wide', workflows: ['b'] }),
            discount(5, 15, { id: 'narrow', surfaces: ['tryton/opportunity-save'] }),
          ],
        },
        packs,
      ),
    ).toEqual([])
    expect(ofRules(discount(20, 30, { id: 'wide', mode: 'tip' }), discount(5, 15, { id: 'narrow' }))).toEqual(
      [],
    )
  })

  test('rules about different fields or kinds do not contradict', () => {
    const other = buildRule(
      'discount-range',
      { field: 'amount', preApprovedUpTo: 5, approvalUpTo: 15 },
      { id: 'other' },
    )
    expect(ofRules(discount(20, 30), other)).toEqual([])
    expect(ofRules(discount(20, 30), windowOf('08:00', '18:00'))).toEqual([])
  })

  test('a condition that keeps two rules apart is respected', () => {
    const when = (is: 'above' | 'at-most'): Condition => ({ fact: 'field.discount', is, value: 12 })
    expect(
      ofRules(
        discount(12, 30, { id: 'low', when: when('at-most') }),
        discount(5, 15, { id: 'high', when: when('above') }),
      ),
    ).toEqual([])
  })

  test('two volume caps of which one refuses are compared without an error', () => {
    const cap = (perAction: number, id: string) =>
      buildRule('volume-cap', { unit: 'recipients', perAction, beyond: 'refuse' }, { id })
    expect(ofRules(cap(50, 'a'), cap(20, 'b'))).toEqual([])
  })
})
