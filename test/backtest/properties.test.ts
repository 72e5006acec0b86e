import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { backtest } from '../../backtest/backtest.ts'
import { outcomeOf, outcomes } from '../../backtest/outcome.ts'
import type { Policy, TermList } from '../../policy/bundle.ts'
import { effectOf } from '../../policy/effect.ts'
import { evaluate } from '../../policy/evaluate.ts'
import type { Facts } from '../../policy/facts.ts'
import type { Fulfilment } from '../../policy/obligation.ts'
import { recordedDecisionSchema } from '../../protocol/http/backtest.ts'
import { action, facts, lists, rules, workflow } from '../policy/arbitraries.ts'
import { buildBundle, noon } from '../policy/build.ts'
import { preparedOf, recordOf } from './record.ts'

// Repeat a failure with SEED=<number>.
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const runs = { seed, numRuns: 400 }
process.stdout.write(`backtest properties: SEED=${seed}\n`)

/** Lists of a draft: the same, with fewer terms, with others. */
const otherLists = fc.constantFrom<TermList[]>(
  lists,
  lists.map((list) => ({ ...list, terms: [] })),
  lists.map((list) => ({ ...list, terms: [...list.terms, { term: 'ROI', approved: '' }] })),
  [],
)
const policies = fc
  .tuple(workflow, rules, fc.tuple(workflow, rules, otherLists))
  .map(([bound, list, [draftBound, draftRules, draftLists]]) => ({
    active: buildBundle({ workflows: [bound], rules: list, lists }) as Policy,
    draft: buildBundle({ workflows: [draftBound], rules: draftRules, lists: draftLists }) as Policy,
  }))
/** What a page or a worker knows: no counter is reserved ahead. Sometimes everything was met before. */
const acted = fc
  .tuple(action, facts, fc.boolean(), fc.boolean())
  .map(([attempt, known, mayHaveSuggestion, isMet]) => ({
    action: attempt,
    facts: { ...known, reserved: {}, mayHaveSuggestion },
    isMet,
  }))
type Acted = Readonly<{
  action: typeof action extends fc.Arbitrary<infer A> ? A : never
  facts: Facts
  isMet: boolean
}>

function truth(policy: Policy, { action: attempt, facts: known, isMet }: Acted) {
  const prepared = preparedOf(policy)
  const effect = effectOf(attempt)
  const { obligations } = evaluate(prepared, attempt, known, noon)
  const met = obligations.map((due) => ({ ...due, effect, code: 'customer-said', text: '', grant: 'g' }))
  return { ...known, fulfilled: isMet ? (met as unknown as Fulfilment[]) : [] }
}

describe('a backtest', () => {
  test('S223 of the policy in force as its own draft reproduces every decision and changes none', () => {
    fc.assert(
      fc.property(policies, fc.array(acted, { minLength: 1, maxLength: 5 }), ({ active }, all) => {
        const run = backtest({ active, draft: structuredClone(active), version: 1 })
        const prepared = preparedOf(active)
        for (const one of all) {
          const record = recordOf(prepared, { action: one.action, facts: truth(active, one) })
          run.add(recordedDecisionSchema.parse(JSON.parse(JSON.stringify(record))))
        }
        const { all: figures, fidelity, samples } = run.report
        expect(samples.different).toEqual([])
        expect(fidelity).toEqual({ reproduced: all.length, different: 0, unknowable: 0 })
        expect(figures.draft).toEqual(figures.now)
        expect(figures).toMatchObject({ stricter: 0, looser: 0, elsewhere: 0, unknowable: 0 })
      }),
      runs,
    )
  })

  test('counts a decision once, as what the draft really decides, or as unknowable and then as nothing else', () => {
    let known = 0
    let unknowable = 0
    fc.assert(
      fc.property(policies, acted, ({ active, draft }, one) => {
        const given = truth(active, one)
        const run = backtest({ active, draft, version: 1 })
        run.add(recordOf(preparedOf(active), { action: one.action, facts: given }))
        const { all, total, missing, rules: spoken } = run.report
        const counted = (counts: typeof all.now) => outcomes.reduce((sum, each) => sum + counts[each], 0)
        expect(total).toBe(1)
        expect(counted(all.now) + all.unknowable).toBe(1)
        expect(counted(all.draft)).toBe(counted(all.now))
        unknowable += all.unknowable
        if (all.unknowable > 0) {
          expect(missing.size).toBeGreaterThan(0)
          expect(all).toMatchObject({ stricter: 0, looser: 0, elsewhere: 0 })
          for (const { now, draft: drafted } of spoken.values())
            expect([...Object.values(now), ...Object.values(drafted)].every((count) => count === 0)).toBe(
              true,
            )
          return
        }
        known += 1
        expect(all.draft[outcomeOf(evaluate(preparedOf(draft), one.action, given, noon))]).toBe(1)
        expect(all.now[outcomeOf(evaluate(preparedOf(active), one.action, given, noon))]).toBe(1)
      }),
      runs,
    )
    expect(known).toBeGreaterThan(50)
    expect(unknowable).toBeGreaterThan(0)
  })
})
