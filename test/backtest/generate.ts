import type { Action } from '../../policy/action.ts'
import type { Policy } from '../../policy/bundle.ts'
import { buildAction, buildBundle, buildField, buildRule, buildWorkflow, noon } from '../policy/build.ts'
import { preparedOf, recordOf } from './record.ts'

/** Same numbers in every run. */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const lists = ['claims', 'promises'].map((id, at) => ({
  ...{ id, name: id, locale: 'en' },
  terms: Array.from({ length: 200 }, (_, index) => ({ term: `word${at}x${index}`, approved: '' })),
}))

/** Thirty rules of most kinds, six or twelve of them at each of three places. */
export function policyOf(limit: number, patch: Partial<Policy> = {}): Policy {
  const kinds = [
    (index: number) => buildRule('amount-threshold', { field: 'amount', limit: limit + index * 5000 }),
    (index: number) => buildRule('close-date-threshold', { field: 'close', days: 30 + index }),
    () => buildRule('discount-range', { field: 'discount', preApprovedUpTo: 20, approvalUpTo: 40 }),
    () => buildRule('volume-cap', { unit: 'recipients', perAction: 50, beyond: 'approval' }),
    () => buildRule('time-window', { zone: 'Europe/Berlin', from: '06:00', to: '22:00', beyond: 'refuse' }),
    (index: number) => buildRule('banned-terms', { lists: [index % 2 === 0 ? 'claims' : 'promises'] }),
  ]
  const surfaces = ['opportunity-save', 'email-send', 'quote-save'].map((id) => `tryton/${id}`)
  const rules = Array.from({ length: 30 }, (_, index) => ({
    ...(kinds[index % kinds.length] ?? kinds[0]!)(index),
    id: `rule-${index}`,
    name: `Rule ${index}`,
    surfaces: [surfaces[Math.floor(index / kinds.length) % surfaces.length] ?? ''],
    when: index % 3 === 0 ? ({ fact: 'actor', is: 'equals', value: 'person' } as const) : null,
  }))
  return buildBundle({ workflows: [buildWorkflow({ surfaces })], rules, lists, ...patch })
}

/** Decisions of a sales team, as JSON text of pages, the form in which a server sends them. */
export function* pagesOf(active: Policy, count: number, pageSize = 2000): Generator<string> {
  const next = numbersFrom(11)
  const prepared = preparedOf(active)
  for (let made = 0; made < count; made += pageSize) {
    const size = Math.min(pageSize, count - made)
    const items = Array.from({ length: size }, (_, index) =>
      recordOf(prepared, {
        action: anAction(next),
        now: noon + next(30 * 86_400) * 1000,
        person: `person-${next(200)}`,
        version: 1,
        id: `event-${made + index}`,
      }),
    )
    yield JSON.stringify(items)
  }
}

function anAction(next: (below: number) => number): Action {
  const record = { type: 'sale.opportunity', ids: [String(next(50_000))] }
  if (next(4) === 0) {
    const text = `Dear customer, ${next(30) === 0 ? `word0x${next(200)}` : 'thank you'} for ${next(1000)} days.`
    return buildAction({
      ...{ surface: 'email-send', operation: 'email.send', record },
      recipients: Array.from({ length: 1 + next(60) }, (_, index) => `lead${index}@example.test`),
      content: [{ name: 'body', text }],
    })
  }
  return buildAction({
    record,
    fields: [
      buildField({ after: next(100_000) }),
      buildField({ name: 'close', before: '2026-06-01', after: `2026-0${6 + next(3)}-1${next(10)}` }),
      buildField({ name: 'discount', before: 0, after: next(45) }),
    ],
  })
}
