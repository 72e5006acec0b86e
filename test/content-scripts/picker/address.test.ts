import { describe, expect, test } from 'vitest'
import { placeOf } from '../../../content-scripts/picker/address.ts'
import { matchTemplate } from '../../../reading/template.ts'

const cases: readonly (readonly [address: string, record: string | null, entity: string | null])[] = [
  ['/deals/42', '/deals/{id}', '/deals'],
  ['/deals/42/edit?tab=notes', '/deals/{id}/edit', '/deals'],
  ['/app/#/opportunity/7', '/app/#/opportunity/{id}', '/opportunity'],
  [
    '/crm/accounts/9f86d081/contacts/550e8400-e29b-41d4-a716-446655440000',
    '/crm/accounts/*/contacts/{id}',
    '/contacts',
  ],
  ['/#crm/model/sale.opportunity/12;views=1', null, null],
  ['/settings', null, '/settings'],
  ['/api/v2/leads/81', '/api/v2/leads/{id}', '/leads'],
  ['/lightning/r/Opportunity/006xx000001X8UzAAK/view', '/lightning/r/Opportunity/{id}/view', '/Opportunity'],
]

describe('the place of a page', () => {
  test.each(cases)('%s names %s', (address, record, entity) => {
    const place = placeOf(address)
    expect(place.record).toBe(record)
    expect(place.entity).toBe(entity)
    const bare = address.replace(/\?[^#]*/, '').replace(/#(?![/!]).*/, '')
    expect(place.url.some((template) => matchTemplate(template, bare))).toBe(true)
  })

  test('the template that names the record binds it', () => {
    const { record } = placeOf('/deals/42/edit')
    expect(matchTemplate(record ?? '', '/deals/977/edit')).toEqual({ id: '977' })
  })
})
