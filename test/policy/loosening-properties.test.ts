import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Action } from '../../policy/action.ts'
import type { Condition } from '../../policy/condition.ts'
import type { Decision, Reason } from '../../policy/decision.ts'
import { evaluate } from '../../policy/evaluate.ts'
import { leases, noFacts } from '../../policy/facts.ts'
import type { Facts } from '../../policy/facts.ts'
import { loosenings } from '../../policy/loosening.ts'
import type { Compared } from '../../policy/loosening.ts'
import type { Obligation } from '../../policy/obligation.ts'
import { prepare } from '../../policy/prepare.ts'
import { modes } from '../../policy/rule.ts'
import type { Rule } from '../../policy/rule.ts'
import { categories } from '../../policy/tier.ts'
import { buildAction, buildBundle, buildRule, buildWorkflow, noon } from './build.ts'

// Repeat a failure with SEED=<number>.
const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const runs = {
  seed,
  numRuns: process.env['STRYKER_MUTATOR_WORKER'] ? 200 : Number(process.env['RUNS'] ?? 3000),
}
process.stdout.write(`loosening properties: SEED=${seed}\n`)

// Few values, so that two of them are often ordered and actions often lie between them.
const few = fc.constantFrom(0, 10, 20, 30)
const maybe = fc.option(few, { nil: undefined })
const beyond = fc.constantFrom('approval', 'refuse')
const signed = { approvers: fc.constantFrom(undefined, [], ['legal'], ['legal', 'deal-desk']) }
const guardrail = fc.oneof(
  fc
    .record({ field: fc.constantFrom('amount', 'close'), limit: few, changePercent: maybe, ...signed })
    .map((settings) => ({ kind: 'amount-threshold', settings })),
  fc
    .record({ field: fc.constant('close'), days: maybe, acrossQuarters: fc.constantFrom(true, undefined) })
    .map((settings) => ({ kind: 'close-date-threshold', settings })),
  fc
    .record({ field: fc.constant('amount'), preApprovedUpTo: few, approvalUpTo: few })
    .map((settings) => ({ kind: 'discount-range', settings })),
  fc
    .record({
      unit: fc.constantFrom('recipients', 'records', 'actions'),
      perAction: maybe,
      perPeriod: maybe,
      period: fc.constantFrom(undefined, 'hour', 'day', 'week'),
      beyond,
    })
    .map((settings) => ({ kind: 'volume-cap', settings })),
  fc
    .record({
      zone: fc.constantFrom('UTC', 'Europe/Berlin'),
      from: fc.constantFrom('08:00', '11:00', '20:00'),
      to: fc.constantFrom('06:00', '12:00', '18:00'),
      weekdays: fc.constantFrom(undefined, [3], [1, 3], [6]),
      beyond,
    })
    .map((settings) => ({ kind: 'time-window', settings })),
  fc
    .record({
      from: fc.constantFrom('2026-06-09T00:00Z', '2026-06-10T12:00+02:00', '2026-06-11T00:00Z'),
      to: fc.constantFrom('2026-06-10T09:00Z', '2026-06-10T12:00Z', '2026-06-12T00:00Z'),
      zone: fc.constant('UTC'),
      beyond,
    })
    .map((settings) => ({ kind: 'freeze', settings })),
  fc.record({ approvalAbove: few, refuseAbove: maybe }).map((settings) => ({ kind: 'export-cap', settings })),
  few.map((floorSeconds) => ({ kind: 'required-review', settings: { floorSeconds } })),
  fc
    .record({ when: fc.constantFrom('deviates', 'always'), codes: fc.constantFrom(undefined, ['other']) })
    .map((settings) => ({ kind: 'override-reason', settings })),
  fc
    .record({
      lists: fc.constantFrom(['claims'], ['claims', 'words'], ['gone']),
      allowOverride: fc.constantFrom(undefined, true),
    })
    .map((settings) => ({ kind: 'banned-terms', settings })),
  fc
    .record({
      ...{ lists: fc.constantFrom(['claims'], ['words']), floorSeconds: maybe, ...signed },
      approval: fc.constantFrom(undefined, true),
    })
    .map((settings) => ({ kind: 'restricted-terms', settings })),
  fc.record(signed).map((settings) => ({ kind: 'approval', settings })),
)
const comparison: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    fact: fc.constantFrom('volume', 'recipients.count', 'field.amount', 'field.amount.change'),
    is: fc.constantFrom('above', 'at-least', 'below', 'at-most', 'equals'),
    value: few,
  }),
  fc.record({
    fact: fc.constantFrom('actor', 'category', 'recipients.domains'),
    is: fc.constantFrom('in', 'not-in'),
    value: fc.subarray(['person', 'agent', 'export', 'example.test', 'elsewhere.test']),
  }),
)
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
      mode: fc.constantFrom(...modes, 'enforce' as const, 'enforce' as const),
      when: fc.option<Condition>(condition),
      workflows: fc.constantFrom<string[]>([], ['opportunity-update'], ['elsewhere']),
      surfaces: fc.constantFrom<string[]>([], [], ['tryton/opportunity-save'], ['tryton/other']),
    })
    .map(({ guardrail: { kind, settings }, ...patch }) => buildRule(kind, settings, { id, ...patch }))
const workflow = fc
  .record({
    tier: fc.constantFrom(null, 1, 2, 3, 4),
    category: fc.constantFrom(...categories),
    approvers: fc.constantFrom<string[]>(['legal'], ['legal', 'deal-desk']),
    surfaces: fc.constantFrom<string[]>(
      ['tryton/opportunity-save'],
      ['tryton/opportunity-save', 'tryton/other'],
      [],
    ),
  })
  .map(buildWorkflow)
const terms = fc.subarray(['guaranteed ROI', 'guaranteed', 'free', 'free Acme'])
const list = (id: string, found = terms, unless = fc.constantFrom([], ['names'])) =>
  fc.tuple(found, unless).map(([all, [names]]) => ({
    ...{ id, name: id, locale: 'en', ...(names !== undefined && { unless: names }) },
    terms: all.map((term) => ({ term, approved: '' })),
  }))
const names = list('names', fc.subarray(['Acme', 'Globex', 'Acme Globex']), fc.constant([]))
const policy: fc.Arbitrary<Compared> = fc
  .record({
    workflows: fc.tuple(workflow),
    rules: fc.tuple(rule('r0'), rule('r1'), rule('r2')),
    lists: fc.tuple(list('claims'), list('words'), names),
    whenUnavailable: fc.constantFrom('hold', 'allow'),
  })
  .map(buildBundle)

/** Two policies that differ in one or two places: what an administrator does, and what is often provable. */
const pair = fc
  .tuple(
    policy,
    policy,
    fc.subarray(['workflow', 'r0', 'setting', 'when', 'lists', 'drop', 'add'], { maxLength: 2 }),
  )
  .map(([before, other, changes]) => {
    let after: Compared = before
    const [first, ...rest] = before.rules
    const theirs = other.rules[0]
    for (const change of changes) {
      const rules = [...after.rules]
      if (change === 'workflow') after = { ...after, workflows: other.workflows }
      if (change === 'lists') after = { ...after, lists: other.lists }
      if (change === 'drop') after = { ...after, rules: rest }
      if (change === 'add' && theirs) after = { ...after, rules: [...rules, { ...theirs, id: 'r9' }] }
      if (!first || !theirs) continue
      if (change === 'r0') after = { ...after, rules: [theirs, ...rules.slice(1)] }
      if (change === 'when') after = { ...after, rules: [{ ...first, when: theirs.when }, ...rules.slice(1)] }
      if (change === 'setting' && first.guardrail.kind === theirs.guardrail.kind)
        after = { ...after, rules: [{ ...first, guardrail: theirs.guardrail }, ...rules.slice(1)] }
    }
    return { before, after }
  })

const scalar = fc.option(
  fc.oneof(fc.integer({ min: -5, max: 35 }), fc.constantFrom('2026-06-10', '2026-07-20', 'x')),
)
const action: fc.Arbitrary<Action> = fc
  .record({
    actor: fc.constantFrom('person', 'agent'),
    surface: fc.constantFrom('opportunity-save', 'opportunity-save', 'other'),
    fields: fc.array(
      fc.record({
        name: fc.constantFrom('amount', 'close'),
        label: fc.constant(''),
        before: scalar,
        after: scalar,
        beforeKnown: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
    recipients: fc.array(fc.constantFrom('a@example.test', 'b@elsewhere.test'), { maxLength: 25 }),
    content: fc.array(
      fc.record({
        name: fc.constant('body'),
        text: fc.constantFrom(
          ...['', 'free', 'a guaranteed ROI', 'guaranteed', 'free Acme', 'guaranteed ROI at Globex'],
          'free Acme, Globex',
        ),
      }),
      { maxLength: 2 },
    ),
    volume: fc.option(fc.integer({ min: 0, max: 35 })),
    unreadable: fc.subarray(['amount', 'body', 'volume', 'recipients.0'], { maxLength: 1 }),
  })
  .map(buildAction)
const facts: fc.Arbitrary<Facts> = fc
  .record({
    lease: fc.constantFrom(...leases, 'fresh' as const),
    reserved: fc.constantFrom<Record<string, number>>({}, { r0: 15 }, { r9: 15 }, { r0: 15, r9: 15 }),
    suggestion: fc.constantFrom<Facts['suggestion']>(null, {
      id: 's',
      suggested: [{ field: 'amount', value: 5 }],
    } as Facts['suggestion'] & object),
  })
  .map((some) => ({ ...noFacts, ...some }))
const moment = fc.integer({ min: 0, max: 7 * 24 }).map((hour) => noon + hour * 3_600_000)

const effects = ['allow', 'hold', 'refuse']
/** By what it takes to go on: a share of a counter, a look, a reason, another person, nothing that anybody can do. */
const demands = ['reservation', 'review', 'override-reason', 'approval']

/** Whether `after` asks less than `before` did. */
function isWeaker(before: Decision, after: Decision): boolean {
  const [from, to] = [effects.indexOf(before.effect), effects.indexOf(after.effect)]
  if (from !== to) return to < from
  if (before.effect !== 'hold') return false
  return before.reasons.some((reason) => {
    if (!after.reasons.some((one) => nameOf(one) === nameOf(reason))) return true
    const [old, now] = [demandOf(before, reason), demandOf(after, reason)]
    return now !== undefined && (old === undefined || isEasier(old, now))
  })
}

/** Built-in reasons have no rule; one of them comes with an approval. */
const nameOf = ({ rule, code }: Reason) => rule ?? code
function demandOf({ obligations }: Decision, { rule, code }: Reason): Obligation | undefined {
  return rule === null && code !== 'TIER_NEEDS_APPROVAL'
    ? undefined
    : obligations.find((one) => one.rule === rule)
}

function isEasier(before: Obligation, after: Obligation): boolean {
  if (before.kind !== after.kind) return demands.indexOf(after.kind) < demands.indexOf(before.kind)
  if (before.kind === 'approval' && after.kind === 'approval')
    return (
      !after.approvers.every((name) => before.approvers.includes(name)) ||
      after.useWithinMinutes > before.useWithinMinutes
    )
  if (before.kind === 'review' && after.kind === 'review') return after.floorSeconds < before.floorSeconds
  if (before.kind === 'override-reason' && after.kind === 'override-reason')
    return !after.choices.every((choice) => before.choices.some(({ code }) => code === choice.code))
  return false
}

const prepared = (of: Compared) => prepare({ ...of, bundleVersion: 1, killed: [] })

describe('loosenings over random policies', () => {
  test('F73 what is called a tightening never gives any action a weaker decision', () => {
    let tight = 0
    let stricter = 0
    fc.assert(
      fc.property(
        pair,
        fc.array(fc.tuple(action, facts, moment), { minLength: 12, maxLength: 12 }),
        ({ before, after }, tries) => {
          if (loosenings(before, after).length > 0) return
          tight += 1
          const [old, now] = [prepared(before), prepared(after)]
          for (const [act, known, at] of tries) {
            const [was, is] = [evaluate(old, act, known, at), evaluate(now, act, known, at)]
            if (JSON.stringify(was.reasons) !== JSON.stringify(is.reasons)) stricter += 1
            if (isWeaker(was, is))
              throw new Error(
                `called a tightening, yet weaker: ${JSON.stringify({ before, after, act, known, at, was, is })}`,
              )
          }
        },
      ),
      runs,
    )
    // A comparison that calls everything a loosening would pass and be of no use.
    expect(tight).toBeGreaterThan(runs.numRuns / 10)
    expect(stricter).toBeGreaterThan(20)
  })
})
