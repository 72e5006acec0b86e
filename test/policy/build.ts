import type { Action, FieldChange } from '../../policy/action.ts'
import type { Bundle } from '../../policy/bundle.ts'
import { noFacts } from '../../policy/facts.ts'
import type { Facts } from '../../policy/facts.ts'
import type { Rule } from '../../policy/rule.ts'
import type { Workflow } from '../../policy/workflow.ts'
import type { SitePack } from '../../protocol/site-pack.ts'

/** A noon in Berlin, a Wednesday. */
export const noon = Date.UTC(2026, 5, 10, 10, 0)

export function buildWorkflow(patch: Partial<Workflow> = {}): Workflow {
  return {
    id: 'opportunity-update',
    name: 'Opportunity updates',
    category: 'routine',
    tier: 2,
    dataRisk: [],
    owner: 'RevOps',
    approvers: ['sales-leaders'],
    logs: [],
    kpis: [],
    surfaces: ['tryton/opportunity-save'],
    ...patch,
  }
}

export function buildRule(kind: string, settings: Record<string, unknown>, patch: Partial<Rule> = {}): Rule {
  return {
    id: kind,
    name: kind,
    message: '',
    owner: 'RevOps',
    mode: 'enforce',
    workflows: [],
    surfaces: [],
    when: null,
    guardrail: { kind, settings },
    ...patch,
  }
}

export function buildBundle(patch: Partial<Bundle> = {}): Bundle {
  return {
    format: 1,
    tenant: 'practice',
    environment: 'practice',
    version: 7,
    issuedAt: '2026-06-01T00:00:00Z',
    notAfter: '2026-07-01T00:00:00Z',
    previous: null,
    killed: [],
    workflows: [buildWorkflow()],
    rules: [],
    lists: [],
    overrideReasons: [
      { code: 'customer-said', label: 'The customer said so', needsText: false },
      { code: 'other', label: 'Other', needsText: true },
    ],
    freshnessLimitHours: 24,
    whenUnavailable: 'hold',
    packs: [],
    ...patch,
  }
}

export function buildField(patch: Partial<FieldChange> = {}): FieldChange {
  return { name: 'amount', label: 'Amount', before: 10_000, after: 20_000, beforeKnown: true, ...patch }
}

export function buildAction(patch: Partial<Action> = {}): Action {
  return {
    site: 'tryton',
    account: '127.0.0.1:8000/crm',
    surface: 'opportunity-save',
    operation: 'opportunity.save',
    trigger: 'click',
    actor: 'person',
    record: { type: 'sale.opportunity', ids: ['12'] },
    fields: [],
    recipients: [],
    content: [],
    volume: null,
    unreadable: [],
    ...patch,
  }
}

export function buildFacts(patch: Partial<Facts> = {}): Facts {
  return { ...noFacts, ...patch }
}

/** The engine's part of a pack does not matter to decisions; only its id does. */
export function buildPack(id: string): SitePack {
  return {
    format: 1,
    id,
    name: id,
    version: 1,
    hosts: ['*://*/*'],
    detect: ['body'],
    account: '{account}',
    scopes: {},
    surfaces: [],
  }
}
