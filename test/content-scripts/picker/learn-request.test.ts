import { describe, expect, test } from 'vitest'
import { learnRequest } from '../../../content-scripts/picker/learn-request.ts'
import type { Use } from '../../../content-scripts/picker/learn-request.ts'
import type { ReadField } from '../../../content-scripts/picker/match-value.ts'
import { matchRequest } from '../../../content-scripts/sites/match-request.ts'
import type { FieldProposal, FieldRole } from '../../../protocol/messages/picker-port.ts'
import type { Parse } from '../../../protocol/site-pack.ts'

const origin = 'https://crm.example.com'
const field = (
  name: string,
  raw: unknown,
  parse: Parse = { as: 'text' },
  more: { role?: FieldRole; isChanged?: boolean } = {},
): ReadField => ({
  field: {
    ...{ role: more.role ?? 'field', name, label: name, parse, isSure: true },
    from: { scope: 'document', css: `[name=${name}]`, property: 'value' },
  } satisfies FieldProposal,
  raw,
  isChanged: more.isChanged ?? true,
})
const number: Parse = { as: 'number', group: ',', decimal: '.' }
const use = (changes: Partial<Use> = {}): Use => ({
  ...{ pageOrigin: origin, recordType: 'deals', recordId: '42', fields: [], others: [] },
  ...changes,
})
const post = (path: string, body: unknown, method = 'POST') => ({
  ...{ method, url: origin + path, body: typeof body === 'string' ? body : JSON.stringify(body) },
})

describe('what a request teaches', () => {
  test('values of picked fields are found by value and name, and none of them is told', () => {
    const learned = learnRequest(
      post('/api/deals/save', {
        action: 'deal.save',
        id: 42,
        values: { amount: 77000, total: 77000, closeDate: '2026-12-24' },
      }),
      use({
        fields: [
          field('amount', '77,000', number),
          field('close-date', '12/24/2026', { as: 'date', format: 'MM/DD/YYYY' }),
        ],
      }),
    )
    expect(learned?.request).toMatchObject({
      match: {
        method: 'POST',
        url: '/api/deals/save',
        body: 'json',
        where: [{ path: 'action', equals: 'deal.save' }],
      },
      record: { type: 'deals', ids: 'id' },
      fields: [
        { path: 'values.amount', parse: { as: 'number' } },
        { path: 'values.closeDate', parse: { as: 'date', format: 'YYYY-MM-DD' } },
      ],
      undeclared: null,
    })
    expect(learned?.extra).toEqual(['total'])
    expect(JSON.stringify(learned)).not.toMatch(/77000|77,000|2026-12-24/)
  })

  test('when every key beside the picked ones is read, what comes later is part of the action too', () => {
    const learned = learnRequest(
      post('/api/save', { id: '42', values: { amount: 5000 } }),
      use({ fields: [field('amount', '5,000', number)] }),
    )
    expect(learned?.request.undeclared).toBe('values')
  })

  test('the record in the address is left open, and so is what looks made by a machine', () => {
    const learned = learnRequest(
      post('/api/v2/spaces/9f86d081/deals/42', { amount: 5000 }, 'PATCH'),
      use({ fields: [field('amount', '5000', number)] }),
    )
    expect(learned?.request.match.url).toBe('/api/v2/spaces/*/deals/{id}')
    expect(learned?.request.match.method).toBe('PATCH')
    const other = { method: 'PATCH', url: `${origin}/api/v2/spaces/77/deals/43`, body: '{"amount":1}' }
    expect(learned && matchRequest(learned.request.match, other)).toHaveLength(1)
  })

  test('a form body, a list of recipients and cents are read', () => {
    const form = learnRequest(
      post('/send', 'deal_id=42&do=send&to=a%40x.example&subject=Hello+there'),
      use({
        fields: [
          field('to', 'A <a@x.example>', { as: 'addresses' }, { role: 'recipients' }),
          field('subject', 'Hello there', { as: 'text' }, { role: 'content' }),
        ],
      }),
    )
    expect(form?.request).toMatchObject({
      match: { body: 'form', where: [{ path: 'do', equals: 'send' }] },
      record: { ids: 'deal_id' },
      recipients: [{ path: 'to' }],
      content: [{ name: 'subject', path: 'subject' }],
    })
    const cents = learnRequest(
      post('/pay', { id: 42, money: { amountCents: 1_250_050 } }),
      use({ fields: [field('amount', '12,500.50', number)] }),
    )
    expect(cents?.request.fields[0]).toMatchObject({ path: 'money.amountCents', parse: { times: 0.01 } })
  })

  test('a constant is taken for the name of the operation when another request to the address says otherwise', () => {
    const request = post('/rpc', { kind: 'deals.write', params: { id: '42' } })
    expect(learnRequest(request, use())?.request.match.where).toEqual([])
    const others = [post('/rpc', { kind: 'deals.read', params: { id: '42' } })]
    expect(learnRequest(request, use({ others }))?.request.match.where).toEqual([
      { path: 'kind', equals: 'deals.write' },
    ])
  })

  test('whether a save carries what was not changed is seen, or said not to be known', () => {
    const fields = [
      field('amount', '5,000', number),
      field('stage', 'open', { as: 'text' }, { isChanged: false }),
    ]
    const known = (body: object) => learnRequest(post('/save', body), use({ fields }))?.carriesUnchanged
    expect(known({ amount: 5000, stage: 'open' })).toBe(true)
    expect(known({ amount: 5000 })).toBe(false)
    expect(
      learnRequest(post('/save', { amount: 5000 }), use({ fields: fields.slice(0, 1) }))?.carriesUnchanged,
    ).toBe(null)
  })

  test.each(['not json {', '', '[]', '{"__proto__":{"a":1}}', '"text"', '[[[[[[[[[[[[1]]]]]]]]]]]]'])(
    '%s as a body is no trouble',
    (body) => {
      expect(learnRequest(post('/x', body), use({ fields: [field('amount', '1', number)] }))).toBeDefined()
    },
  )
})
