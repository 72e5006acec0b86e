import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical } from '../../policy/canonical.ts'
import type { Json } from '../../policy/canonical.ts'
import { compileSlice } from '../../policy/compile.ts'
import type { Decision } from '../../policy/decision.ts'
import { effectOf } from '../../policy/effect.ts'
import { evaluate } from '../../policy/evaluate.ts'
import type { Facts } from '../../policy/facts.ts'
import { prepare, prepareBundle } from '../../policy/prepare.ts'
import type { Rule } from '../../policy/rule.ts'
import type { Slice } from '../../policy/slice.ts'
import type { Action } from '../../policy/action.ts'
import { action, facts, lists, rule, rules, workflow } from './arbitraries.ts'
import { buildAction, buildBundle, buildFacts, buildPack, buildWorkflow, noon } from './build.ts'

// Repeat a failure with SEED=<number>.
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
// A few are enough beside the cases that each change must fail by itself.
const runs = { seed, numRuns: process.env['STRYKER_MUTATOR_WORKER'] ? 15 : 300 }
process.stdout.write(`properties: SEED=${seed}\n`)

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
