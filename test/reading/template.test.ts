import { describe, expect, test } from 'vitest'
import { matchTemplate } from '../../reading/template.ts'

describe('matchTemplate', () => {
  test('a star is any run, a name binds a run up to the next separator', () => {
    expect(
      matchTemplate('/#{database}/model/sale.opportunity/{id}*', '/#crm/model/sale.opportunity/7;name=x'),
    ).toEqual({
      database: 'crm',
      id: '7',
    })
    expect(matchTemplate('/#{database}/*', '/other')).toBeUndefined()
  })

  test('what is special in a regular expression is plain text in a template', () => {
    expect(matchTemplate('/a.b+(c)?[d]$^|\\', '/a.b+(c)?[d]$^|\\')).toEqual({})
    expect(matchTemplate('/a.b', '/axb')).toBeUndefined()
  })

  test('an address of stars and two thousand letters is answered at once', () => {
    expect(matchTemplate('*a*a*a*b', 'a'.repeat(2000))).toBeUndefined()
  })
})
