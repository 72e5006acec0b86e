import { describe, expect, test } from 'vitest'
import { csv } from '../../console/csv.ts'
import { safeUrl } from '../../console/safe-url.ts'
import { differencesBetween } from '../../console/pages/policy/differences.ts'
import type { Policy } from '../../policy/bundle.ts'

describe('csv', () => {
  test('text that a spreadsheet would run is made plain text, numbers stay numbers', () => {
    expect(csv([['=1+1', '+a', '-b', '@c', -4]])).toBe("\uFEFF'=1+1,'+a,'-b,'@c,-4\r\n")
  })

  test('commas, quotes and line breaks stay inside their field', () => {
    expect(csv([['a,b', 'say "x"', 'one\ntwo', null]])).toBe('\uFEFF"a,b","say ""x""","one\ntwo",\r\n')
  })
})

describe('safeUrl', () => {
  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'blob:x',
    '//host',
    'OPS-1',
    'https://a:b@host/',
  ])('%s is no link', (text) => {
    expect(safeUrl(text)).toBeNull()
  })

  test('http and https are links', () => {
    expect(safeUrl(' https://tickets.example.test/1 ')).toBe('https://tickets.example.test/1')
    expect(safeUrl('http://intranet/1')).toBe('http://intranet/1')
  })
})

describe('differencesBetween', () => {
  const policy: Policy = {
    format: 1,
    workflows: [],
    rules: [],
    lists: [{ id: 'claims', name: 'Claims', locale: 'en', terms: [] }],
    overrideReasons: [{ code: 'other', label: 'Other', needsText: true }],
    freshnessLimitHours: 24,
    whenUnavailable: 'hold',
    packs: [],
  }

  test('a policy does not differ from itself', () => {
    expect(differencesBetween(policy, structuredClone(policy))).toEqual([])
  })

  test('what was added, removed and changed is named, and a change says from what to what', () => {
    const after: Policy = {
      ...policy,
      lists: [],
      overrideReasons: [
        { code: 'other', label: 'Another', needsText: true },
        { code: 'new', label: 'New', needsText: false },
      ],
      freshnessLimitHours: 48,
    }
    expect(differencesBetween(policy, after)).toEqual([
      { change: 'removed', part: 'list', name: 'Claims (claims)', members: [] },
      {
        change: 'changed',
        part: 'override-reason',
        name: 'Another (other)',
        members: [{ name: 'label', before: 'Other', after: 'Another' }],
      },
      { change: 'added', part: 'override-reason', name: 'New (new)', members: [] },
      {
        change: 'changed',
        part: 'setting',
        name: 'freshnessLimitHours',
        members: [{ name: '', before: '24', after: '48' }],
      },
    ])
  })
})
