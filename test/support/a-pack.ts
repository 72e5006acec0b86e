import type { SitePack, Surface } from '../../protocol/site-pack.ts'

/** A small complete surface: one button, its keys, one field, one JSON request. */
export function aSurface(change: Partial<Surface> = {}): Surface {
  return {
    ...{ id: 'deal-save', name: 'Save a deal', operation: 'deal.save' },
    when: { url: ['/deals/*'], present: [], absent: [] },
    control: {
      scope: 'document',
      locators: [
        { by: 'attribute', css: 'button[data-action="save"]', weight: 3 },
        { by: 'role', role: 'button', name: 'Save', weight: 2 },
      ],
      threshold: 2,
    },
    triggers: [{ on: 'click' }, { on: 'keys', keys: 'Mod+S' }],
    record: { type: 'deal', id: { from: 'url', template: '/deals/{id}' } },
    fields: [
      {
        ...{ name: 'amount', label: 'Amount', required: true },
        from: { scope: 'document', css: 'input[name="amount"]', property: 'value' },
        parse: { as: 'number', group: ',', decimal: '.' },
      },
    ],
    ...{ onlyChanges: true, recipients: [], content: [], volume: null },
    requests: [
      {
        match: {
          method: 'POST',
          url: '/api/deals/{id}',
          body: 'json',
          where: [{ path: 'op', equals: 'save' }],
        },
        record: { type: 'deal', ids: null },
        fields: [
          {
            name: 'amount',
            label: 'Amount',
            path: 'amount',
            parse: { as: 'number', group: '', decimal: '.' },
          },
        ],
        ...{ recipients: [], content: [], volume: null, undeclared: null, onlyWhenFieldsPresent: true },
      },
    ],
    success: { status: [200], absent: null },
    backstop: 'page-world',
    ...change,
  }
}

export function aPack(change: Partial<SitePack> = {}): SitePack {
  return {
    ...{ format: 1, id: 'acme', name: 'Acme CRM', version: 1, hosts: ['https://crm.acme.test/*'] },
    ...{ detect: ['#acme'], account: '/*', scopes: {}, surfaces: [aSurface()], ...change },
  }
}
