import { describe, expect, test } from 'vitest'
import { backtest } from '../../backtest/backtest.ts'
import { runBacktest } from '../../backtest/run-backtest.ts'
import { sumOf } from '../../backtest/report.ts'
import type { Policy } from '../../policy/bundle.ts'
import type { RecordedDecision } from '../../protocol/http/backtest.ts'
import { buildAction, buildBundle, buildField, buildRule, buildWorkflow, noon } from '../policy/build.ts'
import { preparedOf, recordOf } from './record.ts'
import type { Acted } from './record.ts'

const claims = { id: 'claims', name: 'Claims', locale: 'en', terms: [{ term: 'guaranteed', approved: '' }] }
const promises = { id: 'promises', name: 'Promises', locale: 'en', terms: [{ term: 'always', approved: '' }] }
const amount = (limit: number, patch = {}) =>
  buildRule(
    'amount-threshold',
    { field: 'amount', limit, approvers: ['deal-desk'] },
    { id: 'amount', ...patch },
  )
const policy = (patch: Partial<Policy> = {}): Policy =>
  buildBundle({ rules: [amount(50_000)], lists: [claims, promises], ...patch })
const saving = (after: number, more: Partial<Acted> = {}): Acted => ({
  action: buildAction({ fields: [buildField({ after })] }),
  ...more,
})
const mailing = (text: string): Acted => ({ action: buildAction({ content: [{ name: 'body', text }] }) })

function run(
  active: Policy,
  draft: Policy,
  acts: readonly Acted[],
  change?: (one: RecordedDecision) => RecordedDecision,
) {
  const test = backtest({ active, draft, version: 1 })
  const prepared = preparedOf(active)
  for (const act of acts) {
    const record = recordOf(prepared, act)
    test.add(change ? change(record) : record)
  }
  return test.report
}

describe('backtest', () => {
  test('who would be held for an approval, by whom, and who no longer would', () => {
    const acts = [
      saving(20_000, { person: 'ann' }),
      saving(45_000, { person: 'ann' }),
      saving(45_000, { person: 'bo' }),
      saving(90_000, { person: 'bo' }),
    ]
    const stricter = run(policy(), policy({ rules: [amount(40_000)] }), acts)
    expect(stricter.all).toMatchObject({ stricter: 2, looser: 0, unknowable: 0 })
    expect(stricter.all.now).toMatchObject({ pass: 3, approval: 1 })
    expect(stricter.all.draft).toMatchObject({ pass: 1, approval: 3 })
    expect(stricter.rules.get('amount')).toMatchObject({ now: { approval: 1 }, draft: { approval: 3 } })
    expect(stricter.people.get('ann')).toMatchObject({ stricter: 1, draft: { approval: 1 } })
    expect([...stricter.approvers.values()]).toEqual([{ approvers: ['deal-desk'], now: 1, draft: 3 }])
    expect(sumOf([...stricter.people.values()])).toEqual(stricter.all)

    const looser = run(policy(), policy({ rules: [] }), acts)
    expect(looser.all).toMatchObject({ stricter: 0, looser: 1 })
    expect(looser.samples.looser[0]).toMatchObject({ rules: ['amount'], draft: { effect: 'allow' } })
  })

  test('an approval that goes to others is neither stricter nor looser', () => {
    const others = amount(50_000)
    const draft = policy({
      rules: [
        {
          ...others,
          guardrail: {
            ...others.guardrail,
            settings: { ...others.guardrail.settings, approvers: ['legal'] },
          },
        },
      ],
    })
    const report = run(policy(), draft, [saving(90_000)])
    expect(report.all).toMatchObject({ stricter: 0, looser: 0, elsewhere: 1 })
    expect([...report.approvers.values()]).toEqual([
      { approvers: ['deal-desk'], now: 1, draft: 0 },
      { approvers: ['legal'], now: 0, draft: 1 },
    ])
  })

  test('F71 a rule that is moved from watching to tipping to enforcing is counted as each', () => {
    const modes = (['observe', 'tip', 'enforce'] as const).map((mode) =>
      run(policy({ rules: [] }), policy({ rules: [amount(50_000, { mode })] }), [saving(90_000)]),
    )
    expect(modes.map(({ rules }) => rules.get('amount')?.draft)).toMatchObject([
      { watched: 1, tip: 0, approval: 0 },
      { watched: 0, tip: 1, approval: 0 },
      { watched: 0, tip: 0, approval: 1 },
    ])
    expect(modes.map(({ all }) => all.stricter)).toEqual([0, 1, 1])
  })

  test('what the words of a content would do is known of lists that were looked for, and of no other', () => {
    const banned = (id: string, lists: string[], patch = {}) =>
      buildRule('banned-terms', { lists }, { id, ...patch })
    const active = policy({ rules: [banned('watch', ['claims'], { mode: 'observe' })] })
    const acts = [mailing('Returns are guaranteed.'), mailing('Hello.'), mailing('')]
    const known = run(active, policy({ rules: [banned('stop', ['claims'])] }), acts)
    expect(known.all).toMatchObject({ unknowable: 0, draft: { blocked: 1, pass: 2 } })

    const unknown = run(active, policy({ rules: [banned('stop', ['promises'])] }), acts)
    expect(unknown.all).toMatchObject({ unknowable: 2, draft: { blocked: 0, pass: 1 } })
    expect(unknown.rules.get('stop')).toMatchObject({ unknowable: 2, draft: { blocked: 0 } })
    expect([...unknown.missing]).toEqual([['list:promises', 2]])
    expect(unknown.samples.unknowable[0]).toMatchObject({ draft: null, missing: ['list:promises'] })
  })

  test('a list with more words is unknowable where nothing was found, and certain where something was', () => {
    const rule = buildRule('banned-terms', { lists: ['claims'] }, { id: 'stop' })
    const more = { ...claims, terms: [...claims.terms, { term: 'risk-free', approved: '' }] }
    const acts = [mailing('Returns are guaranteed.'), mailing('Hello.')]
    const longer = run(policy({ rules: [rule] }), policy({ rules: [rule], lists: [more] }), acts)
    expect(longer.all).toMatchObject({ unknowable: 1, draft: { blocked: 1 } })
    const shorter = run(
      policy({ rules: [rule], lists: [more] }),
      policy({ rules: [rule], lists: [claims] }),
      acts,
    )
    expect(shorter.all).toMatchObject({ unknowable: 0, draft: { blocked: 1, pass: 1 } })
  })

  test('F25 a list that minds names reproduces itself; with other names only what is still found is certain', () => {
    const rule = buildRule('banned-terms', { lists: ['partners'] }, { id: 'stop' })
    const partnership = {
      ...claims,
      id: 'partners',
      unless: 'names',
      terms: [{ term: 'our partner', approved: '' }],
    }
    const of = (...names: string[]) =>
      policy({
        rules: [rule],
        lists: [
          partnership,
          { ...claims, id: 'names', terms: names.map((term) => ({ term, approved: '' })) },
        ],
      })
    const acts = ['Our partner Globex.', 'Our partner Acme.', 'Our partner Initech.'].map(mailing)
    const same = run(of('Acme'), of('Acme'), acts)
    expect(same).toMatchObject({ fidelity: { reproduced: 3 }, all: { unknowable: 0, draft: { blocked: 2 } } })
    const more = run(of('Acme'), of('Acme', 'Globex'), acts)
    expect(more.all).toMatchObject({ unknowable: 2, draft: { blocked: 1 } })
  })

  test('what older extensions recorded is unknowable where the draft asks for what they left out', () => {
    const older = (one: RecordedDecision): RecordedDecision => {
      const { inputs: _, ...detail } = one.event.detail
      return { ...one, event: { ...one.event, detail } }
    }
    const deviates = buildRule('override-reason', { when: 'deviates' }, { id: 'why' })
    const report = run(policy(), policy({ rules: [deviates] }), [saving(20_000)], older)
    expect(report.all.unknowable).toBe(1)
    expect(report.rules.get('why')?.unknowable).toBe(1)
    expect(run(policy(), policy(), [saving(20_000)], older).fidelity.reproduced).toBe(1)
    const autonomous = policy({ workflows: [buildWorkflow({ tier: 4 })] })
    expect([...run(policy(), autonomous, [saving(20_000)], older).missing]).toEqual([['lease', 1]])
  })

  test('a decision of another version is checked against that version, and against nothing while it is unknown', () => {
    const [old, active] = [policy({ rules: [amount(10_000)] }), policy()]
    const record = recordOf(preparedOf(old), saving(20_000, { version: 1 }))
    const blind = backtest({ active, draft: active, version: 2 })
    blind.add(record)
    expect(blind.report.fidelity).toEqual({ reproduced: 0, different: 0, unknowable: 1 })
    const seeing = backtest({ active, draft: active, version: 2 })
    seeing.know(1, old)
    seeing.add(record)
    expect(seeing.report.fidelity).toEqual({ reproduced: 1, different: 0, unknowable: 0 })
    expect(seeing.report.all.now.pass).toBe(1)
  })

  test('a decision that is not reproduced is listed, with both words', () => {
    const report = run(policy(), policy(), [saving(90_000)], (one) => {
      const { detail } = one.event
      const decision = { ...detail.decision, effect: 'allow' as const, reasons: [], obligations: [] }
      return { ...one, event: { ...one.event, detail: { ...detail, decision } } }
    })
    expect(report.fidelity).toEqual({ reproduced: 0, different: 1, unknowable: 0 })
    expect(report.samples.different[0]).toMatchObject({ now: { effect: 'hold' } })
  })

  test('a place the draft no longer governs lets go, and one it reads otherwise is unknowable', () => {
    const off = run(policy(), policy({ disabledPacks: ['tryton'] }), [saving(90_000)])
    expect(off.all).toMatchObject({ looser: 1, draft: { pass: 1 } })
    const other = run(policy(), policy({ packs: [{ id: 'tryton', version: 2 }] }), [saving(90_000)])
    expect(other.all).toMatchObject({ unknowable: 1 })
    expect([...other.missing.keys()]).toEqual(['pack'])
  })

  test('an action that met no policy is neither judged nor lost', () => {
    const report = run(policy(), policy(), [saving(90_000)], (one) => {
      const { event } = one
      const reasons = [{ code: 'POLICY_UNAVAILABLE', rule: null, params: {} }]
      const { inputs: _, ...detail } = event.detail
      const decision = { ...detail.decision, effect: 'hold' as const, reasons, obligations: [] }
      return {
        ...one,
        event: {
          ...event,
          subject: { ...event.subject, workflow: null, tier: null },
          detail: { ...detail, decision },
        },
      }
    })
    expect(report).toMatchObject({ total: 1, withoutPolicy: 1 })
    expect(report.all.now.blocked + report.all.unknowable).toBe(0)
  })

  test('the hour of a decision is the one it was made in', () => {
    const office = buildRule(
      'time-window',
      { zone: 'Europe/Berlin', from: '08:00', to: '18:00', beyond: 'refuse' },
      { id: 'office' },
    )
    const acts = [saving(1000), saving(1000, { now: noon + 10 * 3_600_000 })]
    expect(run(policy(), policy({ rules: [office] }), acts).all.draft).toMatchObject({ pass: 1, blocked: 1 })
  })

  test('what cannot be read is counted, and the run goes on', async () => {
    const good = recordOf(preparedOf(policy()), saving(20_000))
    const broken = [null, 7, {}, { event: { type: 'moon.landed' } }, { event: { type: 'action.held' } }]
    async function* pages() {
      yield [...broken, good]
    }
    const report = await runBacktest({
      ...{ active: policy(), draft: policy(), version: 1, versions: [], pages: pages() },
      policyOf: () => Promise.resolve(null),
      onProgress: () => undefined,
    })
    expect(report).toMatchObject({ total: 1, unreadable: 5, fidelity: { reproduced: 1 } })
  })
})
