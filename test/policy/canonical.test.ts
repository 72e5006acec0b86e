import { describe, expect, test } from 'vitest'
import { canonical, digest } from '../../policy/canonical.ts'
import { effectOf } from '../../policy/effect.ts'
import type { Action } from '../../policy/action.ts'
import { buildAction, buildField } from './build.ts'

describe('canonical', () => {
  test('sorts keys by code units, also inside lists, and leaves lists in order', () => {
    expect(canonical([{ b: 1, a: [2, 1], A: null }])).toBe('[{"A":null,"a":[2,1],"b":1}]')
  })

  test('replaces lone surrogates in texts and keys, because a page can type anything', () => {
    expect(canonical({ 'a\ud800': 'b\udc00' })).toBe('{"a\ufffd":"b\ufffd"}')
  })

  test('writes numbers as ECMAScript does and what is not finite as null', () => {
    expect(canonical([1e21, 1.0, -0, 0.1, NaN, Infinity])).toBe('[1e+21,1,0,0.1,null,null]')
  })

  test('writes true, false, null and what is missing', () => {
    expect(canonical({ a: true, b: false, c: null, d: undefined as never })).toBe(
      '{"a":true,"b":false,"c":null,"d":null}',
    )
  })
})

describe('digest', () => {
  test('is SHA-256 of the UTF-8 bytes in lower-case hex', async () => {
    expect(await digest('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(await digest('ä')).toBe('33e6d73fee82904c8d7afb78de1154d1e8dc2a0edb08120e63df5b9385c2d9cc')
  })
})

describe('effectOf', () => {
  const action = buildAction({
    fields: [buildField(), buildField({ name: 'stage', after: 'won' })],
    recipients: ['b@example.test', 'a@example.test'],
    content: [
      { name: 'subject', text: 'Hello' },
      { name: 'body', text: 'World' },
    ],
    record: { type: 'sale.opportunity', ids: ['2', '1'] },
    volume: 3,
  })
  const differs = (patch: Partial<Action>) => effectOf({ ...action, ...patch }) !== effectOf(action)

  test('F33 every byte of what would be done is in it', () => {
    expect(differs({ site: 'other' })).toBe(true)
    expect(differs({ account: 'other' })).toBe(true)
    expect(differs({ operation: 'other' })).toBe(true)
    expect(differs({ volume: 4 })).toBe(true)
    expect(differs({ volume: null })).toBe(true)
    expect(differs({ record: null })).toBe(true)
    expect(differs({ record: { type: 'sale.opportunity', ids: ['1'] } })).toBe(true)
    expect(differs({ record: { type: 'other', ids: ['1', '2'] } })).toBe(true)
    expect(differs({ recipients: ['a@example.test'] })).toBe(true)
    expect(
      differs({
        content: [
          { name: 'subject', text: 'Hello' },
          { name: 'body', text: 'World ' },
        ],
      }),
    ).toBe(true)
    expect(
      differs({
        content: [
          { name: 'subject', text: 'Hello' },
          { name: 'text', text: 'World' },
        ],
      }),
    ).toBe(true)
    expect(
      differs({ fields: [buildField({ after: 20_001 }), buildField({ name: 'stage', after: 'won' })] }),
    ).toBe(true)
    expect(differs({ fields: [buildField(), buildField({ name: 'state', after: 'won' })] })).toBe(true)
    expect(differs({ fields: [buildField()] })).toBe(true)
  })

  test('who starts it, from where, and in which order the page lists things do not matter', () => {
    expect(differs({ surface: 'other', trigger: 'keys', actor: 'agent', unreadable: ['x'] })).toBe(false)
    expect(differs({ fields: [...action.fields].reverse() })).toBe(false)
    expect(differs({ recipients: [...action.recipients].reverse() })).toBe(false)
    expect(differs({ record: { type: 'sale.opportunity', ids: ['1', '2'] } })).toBe(false)
  })

  test('the value before is left out, because a request carries only what it writes', () => {
    expect(
      differs({
        fields: [
          buildField({ before: 1, label: 'x', beforeKnown: false }),
          buildField({ name: 'stage', after: 'won' }),
        ],
      }),
    ).toBe(false)
  })

  test('two changes of one name keep their order, because the order is what is written', () => {
    const lines = (...values: number[]) => ({ fields: values.map((after) => buildField({ after })) })
    expect(effectOf({ ...action, ...lines(1, 2) })).not.toBe(effectOf({ ...action, ...lines(2, 1) }))
  })
})
