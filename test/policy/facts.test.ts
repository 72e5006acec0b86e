import { describe, expect, test } from 'vitest'
import { conditionHolds } from '../../policy/condition-holds.ts'
import type { Condition, FactValue, Operator } from '../../policy/condition.ts'
import { conditionSchema, depthOf, sizeOf } from '../../policy/condition.ts'
import { factOf, facts, isUnread } from '../../policy/fact.ts'
import { factsOf } from '../../policy/facts.ts'
import { isMet } from '../../policy/fulfils.ts'
import { buildAction, buildFacts, buildField, buildWorkflow } from './build.ts'

const action = buildAction({
  fields: [
    buildField({ before: 10, after: 30 }),
    buildField({ name: 'line.price', before: 'a', after: 2 }),
    buildField({ name: 'empty', before: null, after: null }),
    buildField({ name: 'new', before: null, after: 5, beforeKnown: false }),
    buildField({ name: 'twice', after: 1 }),
    buildField({ name: 'twice', after: 2 }),
    buildField({ name: 'done', before: false, after: true }),
  ],
  recipients: ['A <a@Example.test', 'b@example.test', 'c@other.test', 'nobody'],
  content: [
    { name: 'subject', text: 'abc' },
    { name: 'body', text: 'de' },
  ],
  volume: 7,
})
const workflow = buildWorkflow({ dataRisk: ['pii', 'pricing'] })
const read = (name: string, patch = {}, known = {}) =>
  factOf(name, { action: { ...action, ...patch }, facts: buildFacts(known), workflow })

describe('factOf', () => {
  test.each<[string, FactValue | undefined]>([
    ['site', 'tryton'],
    ['account', '127.0.0.1:8000/crm'],
    ['surface', 'opportunity-save'],
    ['operation', 'opportunity.save'],
    ['trigger', 'click'],
    ['actor', 'person'],
    ['workflow', 'opportunity-update'],
    ['category', 'routine'],
    ['data-risk', ['pii', 'pricing']],
    ['record.type', 'sale.opportunity'],
    ['record.count', 1],
    ['recipients.count', 4],
    ['recipients.domains', ['example.test', 'other.test', 'nobody']],
    ['volume', 7],
    ['content.length', 5],
    ['suggestion.present', false],
    ['field.amount', 30],
    ['field.amount.before', 10],
    ['field.amount.change', 20],
    ['field.line.price', 2],
    ['field.line.price.before', 'a'],
    ['field.line.price.change', undefined],
    ['field.empty', ''],
    ['field.empty.before', ''],
    ['field.new', 5],
    ['field.new.before', undefined],
    ['field.new.change', undefined],
    ['field.twice', undefined],
    ['field.done', true],
    ['field.gone', undefined],
    ['constructor', undefined],
    ['nowhere', undefined],
  ])('%s is %j', (name, value) => {
    expect(read(name)).toEqual(value)
  })

  test('every declared fact is read somewhere above', () => {
    expect(Object.keys(facts)).toHaveLength(16)
  })

  test('without a record there is no type and no count, without a number no volume', () => {
    expect(read('record.type', { record: null })).toBeUndefined()
    expect(read('record.count', { record: null })).toBeUndefined()
    expect(read('volume', { volume: null })).toBeUndefined()
  })

  test('a suggestion is present, absent, or not known', () => {
    expect(read('suggestion.present', {}, { suggestion: { id: 's', suggested: [] } })).toBe(true)
    expect(read('suggestion.present', {}, { mayHaveSuggestion: true })).toBeUndefined()
  })

  test('what could not be read is not known, and nothing else is touched by it', () => {
    expect(read('field.amount', { unreadable: ['amount'] })).toBeUndefined()
    expect(read('recipients.count', { unreadable: ['recipients.1'] })).toBeUndefined()
    expect(read('recipients.domains', { unreadable: ['recipients'] })).toBeUndefined()
    expect(read('volume', { unreadable: ['volume'] })).toBeUndefined()
    expect(read('record.count', { unreadable: ['record'] })).toBeUndefined()
    expect(read('content.length', { unreadable: ['body'] })).toBeUndefined()
    expect(read('content.length', { unreadable: ['volume', 'record', 'recipients.0'] })).toBe(5)
    expect(read('volume', { unreadable: ['amount', 'recipients.0'] })).toBe(7)
    expect(read('field.amount', { unreadable: ['empty'] })).toBe(30)
  })
})

describe('isUnread', () => {
  test('a name that only begins like a read is part of the content', () => {
    const unread = buildAction({ unreadable: ['recordings'] })
    expect(isUnread(unread, 'record.type')).toBe(false)
    expect(isUnread(unread, 'content.terms')).toBe(true)
  })
})

describe('conditionHolds', () => {
  const holds = (left: FactValue | undefined, is: Operator, value: FactValue) =>
    conditionHolds({ fact: 'x', is, value }, () => left)

  test.each<[FactValue | undefined, Operator, FactValue, boolean | undefined]>([
    [1, 'equals', 1, true],
    [1, 'equals', 2, false],
    [1, 'equals', '1', undefined],
    [undefined, 'equals', 1, undefined],
    [['a'], 'equals', ['a'], undefined],
    ['a', 'equals', 'a', true],
    [true, 'equals', true, true],
    [1, 'not-equals', 1, false],
    [1, 'not-equals', 2, true],
    [1, 'not-equals', '2', undefined],
    [2, 'above', 1, true],
    [1, 'above', 1, false],
    ['2', 'above', 1, undefined],
    ['b', 'above', 'a', undefined],
    ['2026-02-01', 'above', '2026-01-31', true],
    ['2026-02-01', 'above', '2026-02-01', false],
    ['2026-02-01', 'above', 5, undefined],
    ['2026-02-01x', 'above', '2026-02-01', undefined],
    ['x2026-02-01', 'above', '2026-02-01', undefined],
    [true, 'above', false, undefined],
    [['2026-02-01'], 'above', '2026-01-01', undefined],
    ['2026-02-01', 'above', ['2026-01-01'], undefined],
    [1, 'at-least', 1, true],
    [0, 'at-least', 1, false],
    ['a', 'at-least', 1, undefined],
    [0, 'below', 1, true],
    [1, 'below', 1, false],
    [undefined, 'below', 1, undefined],
    [1, 'at-most', 1, true],
    [2, 'at-most', 1, false],
    ['a', 'at-most', 1, undefined],
    ['a', 'in', ['a', 'b'], true],
    ['c', 'in', ['a', 'b'], false],
    ['a', 'in', 'a', undefined],
    [1, 'in', ['1'], undefined],
    [['a', 'b'], 'in', ['a', 'b', 'c'], true],
    [['a', 'x'], 'in', ['a', 'b'], false],
    [[], 'in', ['a'], true],
    ['c', 'not-in', ['a'], true],
    ['a', 'not-in', ['a'], false],
    [['x', 'a'], 'not-in', ['a'], false],
    [['x', 'y'], 'not-in', ['a'], true],
    ['Hello World', 'contains', 'WORLD', true],
    ['Hello', 'contains', 'World', false],
    [['a', 'b'], 'contains', 'b', true],
    [['a', 'b'], 'contains', 'c', false],
    [5, 'contains', '5', undefined],
    ['a', 'contains', 5, undefined],
    [1, 'is-known', true, true],
    [1, 'is-known', false, false],
    [undefined, 'is-known', true, false],
    [undefined, 'is-known', false, true],
  ])('%j %s %j is %j', (left, is, right, expected) => {
    expect(holds(left, is, right)).toBe(expected)
  })

  const yes: Condition = { fact: 'yes', is: 'equals', value: 1 }
  const no: Condition = { fact: 'yes', is: 'equals', value: 2 }
  const unknown: Condition = { fact: 'gone', is: 'equals', value: 1 }
  const of = (condition: Condition) => conditionHolds(condition, (fact) => (fact === 'yes' ? 1 : undefined))

  test.each<[Condition, boolean | undefined]>([
    [{ all: [yes, yes] }, true],
    [{ all: [yes, no] }, false],
    [{ all: [unknown, no] }, false],
    [{ all: [unknown, yes] }, undefined],
    [{ any: [no, no] }, false],
    [{ any: [no, yes] }, true],
    [{ any: [unknown, yes] }, true],
    [{ any: [unknown, no] }, undefined],
    [{ not: yes }, false],
    [{ not: no }, true],
    [{ not: unknown }, undefined],
  ])('%j is %j', (condition, expected) => {
    expect(of(condition)).toBe(expected)
  })
})

describe('conditionSchema', () => {
  const leaf: Condition = { fact: 'volume', is: 'above', value: 1 }
  const deep = (levels: number): Condition => (levels === 1 ? leaf : { not: deep(levels - 1) })

  test('takes four levels and no fifth', () => {
    expect(depthOf(deep(4))).toBe(4)
    expect(conditionSchema.safeParse(deep(4)).success).toBe(true)
    expect(conditionSchema.safeParse(deep(5)).success).toBe(false)
  })

  test('takes 64 parts and no more', () => {
    const wide = (inner: number): Condition => ({
      all: [
        ...Array.from({ length: 3 }, (): Condition => ({ any: Array.from({ length: 15 }, () => leaf) })),
        { any: Array.from({ length: inner }, () => leaf) },
      ],
    })
    expect(sizeOf(wide(14))).toBe(64)
    expect(conditionSchema.safeParse(wide(14)).success).toBe(true)
    expect(conditionSchema.safeParse(wide(15)).success).toBe(false)
  })

  test('refuses what is no operator, no condition, or has a key too many', () => {
    for (const bad of [{ ...leaf, is: 'matches' }, {}, [], 5, null, { ...leaf, extra: 1 }, { all: [] }])
      expect(conditionSchema.safeParse(bad).success).toBe(false)
  })
})

describe('factsOf', () => {
  const made = {
    id: 's',
    account: action.account,
    record: { type: 'sale.opportunity', id: '12' },
    operation: 'opportunity.save',
    suggested: [],
    model: 'scout',
  }
  const slice = { lease: 'refresh-due', killed: ['tenant'], suggestions: [made] } as const

  test('carries lease and kills, and leaves counters and fulfilments to the worker', () => {
    expect(factsOf(slice, action)).toEqual({
      lease: 'refresh-due',
      killed: ['tenant'],
      fulfilled: [],
      reserved: {},
      suggestion: made,
      mayHaveSuggestion: false,
    })
  })

  test.each([
    { account: 'other' },
    { operation: 'other' },
    { record: null },
    { record: { type: 'other', ids: ['12'] } },
    { record: { type: 'sale.opportunity', ids: ['13'] } },
  ])('S034 a suggestion for something else is not taken: %j', (patch) => {
    expect(factsOf(slice, { ...action, ...patch }).suggestion).toBeNull()
  })

  test('says when there may be suggestions that were left out', () => {
    expect(factsOf({ ...slice, suggestionsCut: true }, action).mayHaveSuggestion).toBe(true)
  })
})

describe('isMet', () => {
  const review = { kind: 'review', rule: 'r', floorSeconds: 3 } as const
  const reservation = { kind: 'reservation', rule: 'r', counter: 'c', amount: 3 } as const

  test('F18 F19 needs the same kind, the same rule and the same effect', () => {
    const done = { kind: 'review', rule: 'r', effect: 'e' } as const
    expect(isMet(review, 'e', [done])).toBe(true)
    expect(isMet(review, 'f', [done])).toBe(false)
    expect(isMet({ ...review, rule: 'q' }, 'e', [done])).toBe(false)
    expect(isMet(reservation, 'e', [done])).toBe(false)
    expect(isMet(review, 'e', [])).toBe(false)
  })

  test('a reservation must be at least as large', () => {
    expect(isMet(reservation, 'e', [{ kind: 'reservation', rule: 'r', effect: 'e', amount: 3 }])).toBe(true)
    expect(isMet(reservation, 'e', [{ kind: 'reservation', rule: 'r', effect: 'e', amount: 2 }])).toBe(false)
  })
})
