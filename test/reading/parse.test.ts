import { describe, expect, test } from 'vitest'
import { parseAddresses, parseValue } from '../../reading/parse.ts'

const number = { as: 'number', group: ',', decimal: '.' } as const
const german = { as: 'number', group: '.', decimal: ',' } as const
const date = { as: 'date', format: 'MM/DD/YYYY' } as const
const parts = { as: 'date-parts', year: 'year', month: 'month', day: 'day' } as const

describe('parseValue', () => {
  test.for([
    ['12,000.50', number, 12_000.5],
    ['12.000,50', german, 12_000.5],
    [12_000.5, german, 12_000.5],
    ['-3', number, -3],
    ['$12,000.50', number, 12_000.5],
    ['1.200 €', german, 1200],
    ['', number, null],
    [null, number, null],
    ['twelve', number, undefined],
    [{ value: 1 }, number, undefined],
    ['4/5/2031', date, '2031-04-05'],
    ['02/30/2031', date, undefined],
    ['2031', date, undefined],
    [{ year: 2031, month: 4, day: 5 }, parts, '2031-04-05'],
    [{ year: 2031 }, parts, undefined],
    ['  two words ', { as: 'text' } as const, 'two words'],
    [undefined, { as: 'text' } as const, undefined],
    ['on', { as: 'boolean' } as const, true],
    [false, { as: 'boolean' } as const, false],
  ] as const)('%j read as %j is %j', ([raw, parse, value]) => {
    expect(parseValue(raw, parse)).toBe(value)
  })

  test('page and request give the same addresses, names dropped', () => {
    const typed = 'Alder & Sons <Ana@alder.example>, "Rep, Robin" <robin@northwind.example>'
    expect(parseAddresses(typed)).toEqual(['ana@alder.example', 'robin@northwind.example'])
    expect(parseAddresses(['ana@alder.example', { email: 'ROBIN@northwind.example' }])).toEqual(
      parseAddresses(typed),
    )
    expect(parseAddresses(undefined)).toEqual([])
  })
})
