import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical } from '../../policy/canonical.ts'
import type { Json } from '../../policy/canonical.ts'
import { compileSlice } from '../../policy/compile.ts'
import type { Condition } from '../../policy/condition.ts'
import type { Decision } from '../../policy/decision.ts'
import type { Suggestion } from '../../policy/explanation.ts'
import { effectOf } from '../../policy/effect.ts'
import { evaluate } from '../../policy/evaluate.ts'
import { leases } from '../../policy/facts.ts'
import type { Facts } from '../../policy/facts.ts'
import { prepare, prepareBundle } from '../../policy/prepare.ts'
import { modes } from '../../policy/rule.ts'
import type { Rule } from '../../policy/rule.ts'
import type { Slice } from '../../policy/slice.ts'
import { categories } from '../../policy/tier.ts'
import type { Action } from '../../policy/action.ts'
import { buildAction, buildBundle, buildFacts, buildPack, buildRule, buildWorkflow, noon } from './build.ts'

// Repeat a failure with SEED=<number>.
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
// A few are enough beside the cases that each change must fail by itself.
const runs = { seed, numRuns: process.env['STRYKER_MUTATOR_WORKER'] ? 15 : 300 }
process.stdout.write(`properties: SEED=${seed}\n`)

const lists = [
  { id: 'claims', name: 'Claims', locale: 'en', terms: [{ term: 'guaranteed ROI', approved: '' }] },
  { id: 'words', name: 'Words', locale: 'en', terms: [{ term: 'free', approved: '' }] },
]
const percent = fc.integer({ min: 0, max: 100 })
const beyond = fc.constantFrom('approval', 'refuse')
const guardrail = fc.oneof(
  fc
    .record({ field: fc.constant('amount'), limit: percent })
    .map((settings) => ({ kind: 'amount-threshold', settings })),
  fc
    .record({ field: fc.constant('close'), days: percent, acrossQuarters: fc.boolean() })
    .map((settings) => ({ kind: 'close-date-threshold', settings })),
  fc
    .record({ field: fc.constant('amount'), preApprovedUpTo: percent, approvalUpTo: percent })
    .map((settings) => ({ kind: 'discount-range', settings })),
  fc
    .record({
      unit: fc.constantFrom('recipients', 'records', 'actions'),
      perAction: percent,
      perPeriod: percent,
      beyond,
    })
    .map((settings) => ({ kind: 'volume-cap', settings })),
  fc
    .record({
      zone: fc.constantFrom('UTC', 'Europe/Berlin'),
      from: fc.constantFrom('08:00', '20:00'),
      to: fc.constantFrom('06:00', '18:00'),
      beyond,
    })
    .map((settings) => ({ kind: 'time-window', settings })),
  fc
    .record({ approvalAbove: percent, refuseAbove: percent })
    .map((settings) => ({ kind: 'export-cap', settings })),
  fc.constant({ kind: 'required-review', settings: { floorSeconds: 3 } }),
  fc
    .record({ when: fc.constantFrom('deviates', 'always') })
    .map((settings) => ({ kind: 'override-reason', settings })),
  fc
    .record({ lists: fc.constant(['claims']), allowOverride: fc.boolean() })
    .map((settings) => ({ kind: 'banned-terms', settings })),
  fc.constant({ kind: 'restricted-terms', settings: { lists: ['words'] } }),
  fc.constant({ kind: 'approval', settings: {} }),
)
const comparison: fc.Arbitrary<Condition> = fc.record({
  fact: fc.constantFrom(
    'actor',
    'volume',
    'field.amount',
    'field.amount.change',
    'recipients.count',
    'nowhere',
  ),
  is: fc.constantFrom(
    'equals',
    'not-equals',
    'above',
    'at-least',
    'below',
    'at-most',
    'in',
    'not-in',
    'contains',
    'is-known',
  ),
  value: fc.oneof(percent, fc.constantFrom('person', 'agent'), fc.boolean(), fc.constant(['person'])),
})
const condition: fc.Arbitrary<Condition> = fc.oneof(
  comparison,
  comparison.map((not): Condition => ({ not })),
  fc.array(comparison, { minLength: 1, maxLength: 3 }).map((all): Condition => ({ all })),
  fc.array(comparison, { minLength: 1, maxLength: 3 }).map((any): Condition => ({ any })),
)
const rule = (id: string): fc.Arbitrary<Rule> =>
  fc
    .record({
      guardrail,
      mode: fc.constantFrom(...modes),
      when: fc.option<Condition>(condition),
      workflows: fc.constantFrom<string[]>([], ['opportunity-update'], ['elsewhere']),
      surfaces: fc.constantFrom<string[]>([], ['tryton/opportunity-save'], ['practice/other']),
    })
    .map(({ guardrail: { kind, settings }, ...patch }) => buildRule(kind, settings, { id, ...patch }))
const rules = fc
  .integer({ min: 0, max: 4 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => rule(`rule-${at}`))))
const scalar = fc.option(fc.oneof(percent, fc.constantFrom('2026-06-10', '2026-07-20', 'text')))
const action: fc.Arbitrary<Action> = fc
  .record({
    actor: fc.constantFrom('person', 'agent'),
    surface: fc.constantFrom('opportunity-save', 'unbound'),
    fields: fc.array(
      fc.record({
        name: fc.constantFrom('amount', 'close'),
        label: fc.constant(''),
        before: scalar,
        after: scalar,
        beforeKnown: fc.boolean(),
      }),
      { maxLength: 3 },
    ),
    recipients: fc.array(fc.constantFrom('a@example.test', 'b@elsewhere.test'), { maxLength: 3 }),
    content: fc.array(
      fc.record({ name: fc.constant('body'), text: fc.constantFrom('', 'free', 'guaranteed ROI') }),
      { maxLength: 2 },
    ),
    volume: fc.option(percent),
    unreadable: fc.subarray(['amount', 'body', 'volume', 'recipients.0']),
  })
  .map(buildAction)
const workflow = fc
  .record({ tier: fc.constantFrom(null, 1, 2, 3, 4), category: fc.constantFrom(...categories) })
  .map(buildWorkflow)
const facts: fc.Arbitrary<Facts> = fc
  .record({
    lease: fc.constantFrom(...leases),
    killed: fc.subarray(['tenant', 'agent:*', 'integration:practice']),
    reserved: fc.constantFrom<Record<string, number>>({}, { 'rule-0': 50 }, { 'rule-0': 1, 'rule-1': 100 }),
    suggestion: fc.option(
      fc.record({
        id: fc.constant('s'),
        suggested: fc.constant<Suggestion['suggested']>([{ field: 'amount', value: 5 }]),
      }),
    ),
  })
  .map(buildFacts)

const rank = { allow: 0, hold: 1, refuse: 2 }
const dueOf = ({ obligations }: Decision) => obligations.map((due) => `${due.kind} ${due.rule}`)

describe('evaluate', () => {
  test('S002 adding a rule never loosens: no lesser effect, no obligation less, no tier more', () => {
    fc.assert(
      fc.property(
        fc.tuple(workflow, rules, rule('added'), fc.nat()),
        action,
        facts,
        ([bound, before, added, at], attempt, known) => {
          const decideWith = (list: readonly Rule[]) =>
            evaluate(
              prepareBundle(buildBundle({ workflows: [bound], lists, rules: [...list] })),
              attempt,
              known,
              noon,
            )
          const first = decideWith(before)
          const position = at % (before.length + 1)
          const second = decideWith([...before.slice(0, position), added, ...before.slice(position)])
          expect(rank[second.effect]).toBeGreaterThanOrEqual(rank[first.effect])
          if (second.effect === 'hold') expect(dueOf(second)).toEqual(expect.arrayContaining(dueOf(first)))
          expect(second.reasons.map((reason) => reason.code)).toEqual(
            expect.arrayContaining(first.reasons.map((reason) => reason.code)),
          )
          expect(Math.max(second.tier ?? 0, 3)).toBeLessThanOrEqual(Math.max(first.tier ?? 0, 3))
        },
      ),
      runs,
    )
  })

  test('S020 S071 neither rules nor fulfilments let an untiered or a killed action pass, nor an always-approval one above tier 3', () => {
    fc.assert(
      fc.property(workflow, rules, action, facts, (bound, list, attempt, known) => {
        const decision = evaluate(
          prepareBundle(buildBundle({ workflows: [bound], lists, rules: list })),
          attempt,
          known,
          noon,
        )
        if (bound.tier === null || attempt.surface === 'unbound') expect(decision.effect).toBe('refuse')
        if (known.killed.includes('tenant')) expect(decision.effect).toBe('refuse')
        if (bound.category !== 'routine') expect(decision.tier ?? 0).toBeLessThanOrEqual(3)
        if (decision.effect !== 'hold') expect(decision.obligations).toEqual([])
        expect(decision.reasons.length === 0).toBe(decision.effect === 'allow')
      }),
      runs,
    )
  })

  test('meeting every obligation of a held action, one after the other, ends in allow or in something nobody can meet', () => {
    fc.assert(
      fc.property(workflow, rules, action, facts, (bound, list, attempt, known) => {
        const prepared = prepareBundle(buildBundle({ workflows: [bound], lists, rules: list }))
        const effect = effectOf(attempt)
        const first = evaluate(prepared, attempt, known, noon)
        const fulfilled = first.obligations.map(
          (due) => ({ ...due, effect, code: 'customer-said', text: '', grant: 'g' }) as never,
        )
        const second = evaluate(prepared, attempt, { ...known, fulfilled }, noon)
        expect(second.obligations).toEqual([])
        expect(second.tier).toBe(first.tier)
        expect(rank[second.effect]).toBeLessThanOrEqual(rank[first.effect])
      }),
      runs,
    )
  })

  test('slice and full bundle agree in everything', () => {
    fc.assert(
      fc.property(workflow, rules, action, facts, (bound, list, attempt, known) => {
        const elsewhere = buildWorkflow({ id: 'elsewhere', surfaces: ['practice/other'] })
        const bundle = buildBundle({ workflows: [elsewhere, bound], lists, rules: list })
        const state = { bundleDigest: '', lease: known.lease, killed: [], reserved: {}, suggestions: [] }
        const slice = JSON.parse(JSON.stringify(compileSlice(bundle, buildPack('tryton'), state))) as Slice
        expect(evaluate(prepare(slice), attempt, known, noon)).toEqual(
          evaluate(prepareBundle(bundle), attempt, known, noon),
        )
      }),
      runs,
    )
  })

  test('is deterministic and changes nothing it is given', () => {
    fc.assert(
      fc.property(workflow, rules, action, facts, (bound, list, attempt, known) => {
        const prepared = prepareBundle(buildBundle({ workflows: [bound], lists, rules: list }))
        const given = JSON.stringify([attempt, known])
        expect(evaluate(prepared, attempt, known, noon)).toEqual(evaluate(prepared, attempt, known, noon))
        expect(JSON.stringify([attempt, known])).toBe(given)
      }),
      runs,
    )
  })

  test('never throws and never allows on garbage in place of action, facts, settings and time', () => {
    const garbage = fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.anything())
    fc.assert(
      fc.property(fc.tuple(garbage, garbage, garbage, garbage), rules, ([one, two, settings, now], list) => {
        const broken = list.map(
          (given) => ({ ...given, guardrail: { ...given.guardrail, settings } }) as unknown as Rule,
        )
        const prepared = prepareBundle(buildBundle({ lists, rules: broken }))
        expect(evaluate(prepared, one as Action, two as Facts, now as number).effect).not.toBe('allow')
        const partly = buildAction({ content: one, fields: two, recipients: now } as Partial<Action>)
        expect(() => evaluate(prepared, partly, buildFacts(), now as number)).not.toThrow()
        expect(() =>
          evaluate(
            prepared,
            buildAction(),
            buildFacts({ fulfilled: one, reserved: two, killed: now } as Partial<Facts>),
            noon,
          ),
        ).not.toThrow()
      }),
      runs,
    )
  })
})

describe('canonical', () => {
  test('F33 equals the reference implementation of RFC 8785 on any JSON', () => {
    const wellFormed = fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 })
    fc.assert(
      fc.property(wellFormed, (value) => {
        expect(canonical(value as Json)).toBe(canonicalize(value))
      }),
      runs,
    )
  })

  test('does not depend on the order in which keys were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).reverse())
        expect(canonical(turned)).toBe(canonical(value))
      }),
      runs,
    )
  })
})
