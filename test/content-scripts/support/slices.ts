import type { Rule } from '../../../policy/rule.ts'
import type { Slice } from '../../../policy/slice.ts'
import type { Workflow } from '../../../policy/workflow.ts'
import type { SitePack, Surface } from '../../../protocol/site-pack.ts'

const number = { as: 'number', group: ',', decimal: '.' } as const
const text = { as: 'text' } as const
const action = (name: string) => ({
  method: 'POST' as const,
  url: '/api/actions',
  body: 'json' as const,
  where: [{ path: 'action', equals: name }],
})

/** Save of one deal: by button, Ctrl+S, form submit or the request alone. */
export const saveSurface: Surface = {
  id: 'deal-save',
  name: 'Save a deal',
  operation: 'deal.save',
  when: { url: ['/deal*#/deal/*'], present: [], absent: [] },
  control: {
    scope: 'record',
    locators: [
      { by: 'attribute', css: 'button[data-action="save"]', weight: 4 },
      { by: 'role', role: 'button', name: 'Save', weight: 3 },
      { by: 'position', css: 'button', index: 0, weight: 1 },
    ],
    threshold: 4,
  },
  triggers: [{ on: 'click' }, { on: 'keys', keys: 'Mod+S' }, { on: 'submit', css: 'form.record' }],
  record: { type: 'deal', id: { from: 'url', template: '/deal*#/deal/{id}' } },
  fields: [
    {
      name: 'amount',
      label: 'Amount',
      from: { scope: 'record', css: 'input[name="amount"]', property: 'value' },
      parse: number,
      required: true,
    },
    {
      name: 'title',
      label: 'Title',
      from: { scope: 'record', css: 'input[name="title"]', property: 'value' },
      parse: text,
      required: false,
    },
  ],
  onlyChanges: true,
  recipients: [],
  content: [],
  volume: null,
  requests: [
    {
      match: action('deal.save'),
      record: { type: 'deal', ids: 'id' },
      fields: [
        { name: 'amount', label: 'Amount', path: 'values.amount', parse: number },
        { name: 'title', label: 'Title', path: 'values.title', parse: text },
      ],
      recipients: [],
      content: [],
      volume: null,
      undeclared: 'values',
      onlyWhenFieldsPresent: false,
    },
  ],
  success: { status: [200], absent: 'error' },
  backstop: 'page-world',
}

/** One press without fields: a control anywhere on the page, closed roots included. */
export const pressSurface: Surface = {
  ...saveSurface,
  id: 'launch',
  name: 'Launch a campaign',
  operation: 'campaign.launch',
  when: { url: [], present: [], absent: [] },
  control: {
    scope: 'document',
    locators: [{ by: 'attribute', css: '[data-action="launch"]', weight: 4 }],
    threshold: 4,
  },
  triggers: [{ on: 'click' }],
  record: null,
  fields: [],
  onlyChanges: false,
  requests: [
    {
      match: action('campaign.launch'),
      record: null,
      fields: [],
      recipients: [],
      content: [],
      volume: null,
      undeclared: null,
      onlyWhenFieldsPresent: false,
    },
  ],
}

/** A form that the browser itself sends. */
export const postSurface: Surface = {
  ...pressSurface,
  id: 'post',
  name: 'Send a letter',
  operation: 'letter.send',
  control: null,
  triggers: [],
  requests: [
    {
      ...pressSurface.requests[0]!,
      match: { method: 'POST', url: '/letters', body: 'form', where: [{ path: 'do', equals: 'send' }] },
    },
  ],
}

const pack: SitePack = {
  format: 1,
  id: 'test',
  name: 'Test CRM',
  version: 1,
  hosts: ['http://127.0.0.1/*'],
  detect: ['meta[name="application"][content="test-crm"]'],
  account: '/*',
  scopes: { record: '.tab.active form.record' },
  surfaces: [saveSurface, pressSurface, postSurface],
}

const workflow = (id: string, tier: Workflow['tier'], surface: string): Workflow => ({
  id,
  name: id,
  category: 'routine',
  tier,
  dataRisk: [],
  owner: 'revops',
  approvers: ['deal-desk'],
  logs: [],
  kpis: [],
  surfaces: [`test/${surface}`],
})

const amountLimit: Rule = {
  id: 'amount-limit',
  name: 'Large amounts',
  message: '',
  owner: 'deal-desk',
  mode: 'enforce',
  workflows: ['deals'],
  surfaces: [],
  when: null,
  guardrail: {
    kind: 'amount-threshold',
    settings: {
      field: 'amount',
      limit: 50_000,
      approvers: ['deal-desk'],
      decideWithinMinutes: 60,
      useWithinMinutes: 60,
    },
  },
}

/** Deals above 50,000 are held, letters and launches at the tiers given. */
export function buildSlice(
  changes: { launch?: Workflow['tier']; post?: Workflow['tier']; surfaces?: readonly Surface[] } = {},
): Slice {
  return {
    site: 'test',
    tenant: 'test',
    bundleVersion: 1,
    bundleDigest: '0'.repeat(64),
    pack: { ...pack, surfaces: [...pack.surfaces, ...(changes.surfaces ?? [])] },
    workflows: [
      workflow('deals', 2, 'deal-save'),
      workflow('campaigns', changes.launch ?? 2, 'launch'),
      workflow('letters', changes.post ?? 2, 'post'),
    ],
    rules: [amountLimit],
    lists: [],
    overrideReasons: [],
    lease: 'fresh',
    killed: [],
    reserved: {},
    suggestions: [],
    whenUnavailable: 'hold',
  }
}
