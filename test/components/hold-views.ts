import type { Action } from '../../policy/action.ts'
import type { Decision } from '../../policy/decision.ts'
import { effectOf } from '../../policy/effect.ts'
import { digest } from '../../policy/canonical.ts'
import type { HoldView } from '../../protocol/hold.ts'
import type { ApprovalView } from '../../protocol/http/approvals.ts'

export const hold = '0198c5a2-7b1c-7d5e-9f00-3c2b1a4d5e6f'

export const saveAction: Action = {
  site: 'tryton',
  account: '127.0.0.1:8000/crm',
  surface: 'opportunity-save',
  operation: 'opportunity.save',
  trigger: 'click',
  actor: 'person',
  record: { type: 'sale.opportunity', ids: ['42'] },
  fields: [
    { name: 'amount', label: 'Amount', before: 40_000, after: 65_000, beforeKnown: true },
    {
      name: 'comment',
      label: 'Comment',
      before: null,
      after: 'Renewal moved up by the customer',
      beforeKnown: true,
    },
    { name: 'end_date', label: 'Close date', before: '2026-03-31', after: '2026-06-30', beforeKnown: false },
  ],
  recipients: [],
  content: [],
  volume: null,
  unreadable: [],
}

const paragraph =
  'Thank you for the call on Tuesday. As agreed, here is how we would start: a pilot with your service team, four weeks, with a review at the end of each. Our platform gives guaranteed ROI within the first quarter.'

export const mailAction: Action = {
  ...saveAction,
  surface: 'mail-send',
  operation: 'mail.send',
  fields: [],
  recipients: ['dana@customer.example', 'lee@customer.example'],
  content: [
    { name: 'Subject', text: 'Next steps for your pilot' },
    { name: 'Body', text: Array.from({ length: 6 }, () => paragraph).join('\n\n') },
  ],
}

const decision: Decision = {
  effect: 'hold',
  tier: 3,
  workflow: 'opportunity-changes',
  obligations: [
    {
      kind: 'approval',
      rule: 'amount-threshold',
      approvers: ['deal-desk', 'sales-leaders'],
      decideWithinMinutes: 120,
      useWithinMinutes: 60,
    },
  ],
  reasons: [
    {
      code: 'ABOVE_AMOUNT',
      rule: 'amount-threshold',
      params: { field: 'Amount', value: 65_000, limit: 50_000 },
      matches: [],
    },
  ],
  tips: [],
  observed: [],
  trace: [],
  spends: [],
  words: {},
  bundleVersion: 7,
}

const rules: HoldView['rules'] = {
  'amount-threshold': {
    name: 'Big deals need a second pair of eyes',
    message: '',
    owner: 'Revenue Operations',
  },
  'close-date': { name: 'Close dates far out', message: '', owner: 'Revenue Operations' },
  claims: {
    name: 'Claims we never make',
    message: 'We never promise returns. Use the approved wording.',
    owner: 'Legal',
  },
  'read-mail': { name: 'Customer e-mail is read before it goes', message: '', owner: 'Sales Enablement' },
  deviation: { name: 'Say why you differ', message: '', owner: 'Sales Enablement' },
}

const base: HoldView = {
  hold,
  state: 'waiting',
  action: saveAction,
  digest: await digest(effectOf(saveAction)),
  decision,
  workflow: {
    id: 'opportunity-changes',
    name: 'Opportunity changes',
    owner: 'Revenue Operations',
    approvers: ['deal-desk'],
  },
  surfaceName: 'Save opportunity',
  rules,
  fulfilled: [],
  explanation: { available: false, reason: 'none-pushed' },
  overrideChoices: [],
  approval: null,
  connection: 'online',
  problem: null,
}

/** A view of the save held for approval, with what differs. The digest follows the action. */
export async function viewOf(differs: Partial<HoldView> = {}): Promise<HoldView> {
  const action = differs.action ?? saveAction
  return { ...base, digest: await digest(effectOf(action)), ...differs }
}

export function decisionWith(differs: Partial<Decision>): Decision {
  return { ...decision, ...differs }
}

const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

export async function approvalWith(
  differs: Partial<ApprovalView> = {},
  action: Action = saveAction,
): Promise<ApprovalView> {
  return {
    id: '0198c5a2-0000-7d5e-9f00-3c2b1a4d5e6f',
    state: 'pending',
    requester: { id: 'riley', name: 'Riley Rep', email: 'rep@example.test' },
    action,
    digest: await digest(effectOf(action)),
    workflow: { id: 'opportunity-changes', name: 'Opportunity changes' },
    tier: 3,
    steps: [
      {
        rule: 'amount-threshold',
        ruleName: 'Big deals need a second pair of eyes',
        approvers: ['deal-desk', 'sales-leaders'],
        approvedBy: null,
      },
      {
        rule: 'close-date',
        ruleName: 'Close dates far out',
        approvers: ['sales-leaders'],
        approvedBy: { id: 'avery', name: 'Avery Approver' },
      },
    ],
    rationale: 'The customer signed the bigger scope.',
    rollbackPlan: 'Set Amount back to 40,000.',
    ticket: 'DEAL-118',
    note: '',
    createdAt: soon(-10),
    decideBy: soon(110),
    decidedAt: null,
    decidedBy: null,
    useBy: null,
    grant: null,
    supersedes: null,
    mayDecide: false,
    mayNotDecideBecause: 'requester',
    ...differs,
  }
}

const explanation: HoldView['explanation'] = {
  available: true,
  ageHours: 98,
  stale: true,
  explanation: {
    id: 'exp-1',
    site: 'tryton',
    account: '127.0.0.1:8000/crm',
    record: { type: 'sale.opportunity', id: '42' },
    operation: 'opportunity.save',
    model: 'Deal Score 4.2',
    suggested: [{ field: 'amount', value: 45_000 }],
    drivers: [
      { name: 'Two more stakeholders answered', direction: 'raises', weight: 0.42 },
      { name: 'Budget was cut last quarter', direction: 'lowers', weight: 0.31 },
      { name: 'Seats in use', direction: 'raises', weight: 0.12 },
    ],
    dataAsOf: '2026-01-12T09:00:00Z',
    confidence: 'medium',
    sources: [
      { name: 'Call notes of 12 January', url: 'https://notes.example/12' },
      { name: 'Not a link', url: 'javascript:alert(1)' },
    ],
    at: '2026-01-12T10:00:00Z',
  },
}

const choices = [
  { code: 'newer-information', label: 'I have newer information', needsText: false },
  { code: 'customer-asked', label: 'The customer asked for it', needsText: false },
  { code: 'other', label: 'Other', needsText: true },
]

const needsReview = decisionWith({
  tier: 2,
  obligations: [{ kind: 'review', rule: 'read-mail', floorSeconds: 5 }],
  reasons: [{ code: 'REVIEW_REQUIRED', rule: 'read-mail', params: {}, matches: [] }],
})
const mail = { action: mailAction, surfaceName: 'Send e-mail' } as const
const at = 148

/** Every state the panel can be in, by name. */
export const states = {
  'inspecting allowed': () =>
    viewOf({
      state: 'inspecting',
      decision: decisionWith({ effect: 'allow', tier: 1, obligations: [], reasons: [] }),
      explanation,
    }),
  'inspecting, would be held': () => viewOf({ state: 'inspecting' }),
  'approval to be asked': () => viewOf(),
  'approval pending': async () => viewOf({ approval: await approvalWith() }),
  'approval approved': async () =>
    viewOf({
      state: 'ready',
      approval: await approvalWith({
        state: 'approved',
        grant: 'g1',
        useBy: soon(55),
        decidedAt: soon(-1),
        decidedBy: { id: 'avery', name: 'Avery Approver' },
      }),
      fulfilled: [{ kind: 'approval', rule: 'amount-threshold', effect: effectOf(saveAction), grant: 'g1' }],
      decision: decisionWith({ obligations: [] }),
    }),
  'approval denied': async () =>
    viewOf({
      approval: await approvalWith({
        state: 'denied',
        note: 'Please split it into two phases first.',
        decidedAt: soon(-1),
        decidedBy: { id: 'avery', name: 'Avery Approver' },
      }),
    }),
  'approval expired': async () => viewOf({ approval: await approvalWith({ state: 'expired' }) }),
  'approval for an older version': async () =>
    viewOf({
      approval: await approvalWith({ state: 'approved' }, { ...saveAction, fields: [] }),
      problem: 'PAYLOAD_CHANGED',
    }),
  offline: () => viewOf({ connection: 'offline' }),
  'review to be done': () => viewOf({ ...mail, decision: needsReview }),
  'review done': () =>
    viewOf({
      ...mail,
      state: 'ready',
      decision: decisionWith({ ...needsReview, obligations: [] }),
      fulfilled: [{ kind: 'review', rule: 'read-mail', effect: effectOf(mailAction) }],
    }),
  'banned words': () =>
    viewOf({
      ...mail,
      decision: decisionWith({
        tier: 2,
        obligations: [{ kind: 'review', rule: 'read-mail', floorSeconds: 5 }],
        reasons: [
          {
            code: 'BANNED_TERM',
            rule: 'claims',
            params: { terms: 'guaranteed ROI' },
            matches: [
              {
                part: 'Body',
                start: at,
                end: at + 14,
                text: 'guaranteed ROI',
                approved: 'customers report a positive return',
              },
            ],
          },
        ],
      }),
    }),
  'reason to be given': () =>
    viewOf({
      explanation,
      overrideChoices: choices,
      decision: decisionWith({
        tier: 1,
        obligations: [{ kind: 'override-reason', rule: 'deviation', choices }],
        reasons: [
          {
            code: 'OVERRIDE_REASON_REQUIRED',
            rule: 'deviation',
            params: { field: 'Amount', value: '65000', suggested: '45000' },
            matches: [],
          },
        ],
      }),
    }),
  'three rules at once': () =>
    viewOf({
      ...mail,
      overrideChoices: choices,
      fulfilled: [
        {
          kind: 'override-reason',
          rule: 'deviation',
          effect: effectOf(mailAction),
          code: 'customer-asked',
          text: '',
        },
      ],
      decision: decisionWith({
        tier: 3,
        obligations: [
          { kind: 'review', rule: 'read-mail', floorSeconds: 5 },
          { kind: 'reservation', rule: 'amount-threshold', counter: 'mails', amount: 2 },
          {
            kind: 'approval',
            rule: null,
            approvers: ['sales-leaders'],
            decideWithinMinutes: 1440,
            useWithinMinutes: 60,
          },
        ],
        reasons: [
          { code: 'REVIEW_REQUIRED', rule: 'read-mail', params: {}, matches: [] },
          { code: 'TIER_NEEDS_APPROVAL', rule: null, params: {}, matches: [] },
        ],
        tips: [{ code: 'RESTRICTED_TERM', rule: 'claims', params: { terms: 'pilot' }, matches: [] }],
      }),
    }),
  refused: () =>
    viewOf({
      state: 'refused',
      decision: decisionWith({
        effect: 'refuse',
        tier: null,
        obligations: [],
        reasons: [
          { code: 'NO_TIER', rule: null, params: { surface: 'tryton/opportunity-save' }, matches: [] },
        ],
      }),
      workflow: null,
    }),
  running: () => viewOf({ state: 'running' }),
  done: () => viewOf({ state: 'done' }),
  failed: () => viewOf({ state: 'failed' }),
  cancelled: () => viewOf({ state: 'cancelled' }),
  'hidden characters': () =>
    viewOf({
      action: {
        ...saveAction,
        fields: [
          {
            name: 'iban',
            label: 'Account',
            before: 'DE02 1203',
            after: 'DE02\u202e3021\u200b',
            beforeKnown: true,
          },
          {
            name: 'site',
            label: 'Website',
            before: 'paypal.example',
            after: 'p\u0430ypal.example',
            beforeKnown: true,
          },
        ],
      },
    }),
} as const satisfies Record<string, () => Promise<HoldView>>
