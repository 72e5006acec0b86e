import type { Description } from '../../../../components/sidepanel/describe/describe-state.ts'
import type { ControlProposal, FieldProposal, Learned } from '../../../../protocol/messages/picker-port.ts'

export function aProposal(differs: Partial<ControlProposal> = {}): ControlProposal {
  return {
    label: 'Save deal',
    control: {
      scope: 'document',
      locators: [
        { by: 'attribute', css: '[data-testid="save-deal"]', weight: 4 },
        { by: 'role', role: 'button', name: 'Save deal', weight: 3 },
        { by: 'position', css: 'section button', index: 1, weight: 3 },
      ],
      threshold: 5,
    },
    confidence: 'high',
    twins: 0,
    place: { url: ['/deals/*'], record: '/deals/{id}', entity: '/deals' },
    form: null,
    recordSource: null,
    ...differs,
  }
}

export function aField(name: string, differs: Partial<FieldProposal> = {}): FieldProposal {
  return {
    role: 'field',
    name,
    label: name[0]?.toUpperCase() + name.slice(1),
    from: { scope: 'document', css: `[name="${name}"]`, property: 'value' },
    parse: { as: 'number', group: ',', decimal: '.' },
    isSure: true,
    ...differs,
  }
}

export function aLearned(differs: Partial<Learned> = {}): Learned {
  return {
    request: {
      match: {
        method: 'POST',
        url: '/api/deals/{id}',
        body: 'json',
        where: [{ path: 'action', equals: 'deal.save' }],
      },
      record: { type: 'deals', ids: null },
      fields: [
        { name: 'amount', label: 'Amount', path: 'amount', parse: { as: 'number', group: '', decimal: '.' } },
      ],
      recipients: [],
      content: [],
      volume: null,
      undeclared: null,
      onlyWhenFieldsPresent: false,
    },
    score: 8,
    missing: [],
    extra: [],
    carriesUnchanged: null,
    ...differs,
  }
}

export function aDescription(differs: Partial<Description> = {}): Description {
  return {
    frame: 0,
    proposal: aProposal(),
    matches: 1,
    name: 'Save deal',
    workflow: 'deal-desk',
    operation: 'deals.save-deal',
    isEverywhere: false,
    record: { from: 'url', template: '/deals/{id}' },
    fields: [aField('amount')],
    triggers: [{ on: 'click' }, { on: 'keys', keys: 'Mod+S' }],
    use: { learned: aLearned(), layer: 'page-world' },
    ...differs,
  }
}
