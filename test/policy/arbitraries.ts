import fc from 'fast-check'
import type { Action } from '../../policy/action.ts'
import type { Condition } from '../../policy/condition.ts'
import type { Suggestion } from '../../policy/explanation.ts'
import { leases } from '../../policy/facts.ts'
import type { Facts } from '../../policy/facts.ts'
import { modes } from '../../policy/rule.ts'
import type { Rule } from '../../policy/rule.ts'
import { categories } from '../../policy/tier.ts'
import { buildAction, buildFacts, buildRule, buildWorkflow } from './build.ts'

/* Policies and actions by chance, small enough that rules and actions meet. */

export const lists = [
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
    .record({
      from: fc.constantFrom('2026-06-09T00:00Z', '2026-06-10T12:00+02:00', '2026-06-11T00:00Z'),
      to: fc.constantFrom('2026-06-10T09:00Z', '2026-06-10T12:00Z', '2026-06-12T00:00Z'),
      zone: fc.constant('UTC'),
      beyond,
    })
    .map((settings) => ({ kind: 'freeze', settings })),
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
export const rule = (id: string): fc.Arbitrary<Rule> =>
  fc
    .record({
      guardrail,
      mode: fc.constantFrom(...modes),
      when: fc.option<Condition>(condition),
      workflows: fc.constantFrom<string[]>([], ['opportunity-update'], ['elsewhere']),
      surfaces: fc.constantFrom<string[]>([], ['tryton/opportunity-save'], ['practice/other']),
    })
    .map(({ guardrail: { kind, settings }, ...patch }) => buildRule(kind, settings, { id, ...patch }))
export const rules = fc
  .integer({ min: 0, max: 4 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => rule(`rule-${at}`))))
const scalar = fc.option(fc.oneof(percent, fc.constantFrom('2026-06-10', '2026-07-20', 'text')))
export const action: fc.Arbitrary<Action> = fc
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
export const workflow = fc
  .record({ tier: fc.constantFrom(null, 1, 2, 3, 4), category: fc.constantFrom(...categories) })
  .map(buildWorkflow)
export const facts: fc.Arbitrary<Facts> = fc
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
