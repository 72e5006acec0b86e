import type { Action } from './action.ts'
import type { Decision } from './decision.ts'
import type { Suggestion } from './explanation.ts'
import type { Remember } from './guardrails/with-overrides.ts'
import type { Rule } from './rule.ts'
import { alwaysApprovalCategories } from './tier.ts'
import type { Workflow } from './workflow.ts'

/** What "don't ask me again" covers: the same record, or every record of the workflow (F21). */
export const memoryScopes = ['record', 'workflow'] as const
export type MemoryScope = (typeof memoryScopes)[number]
/** When it ends at the latest: with this run of the browser, or with the day. */
export const memoryEnds = ['session', 'day'] as const
export type MemoryEnd = (typeof memoryEnds)[number]

/** Why a rule is asked every time; words for each are in the panel's locale file under `memory.refused.<reason>`. */
export const memoryRefusals = [
  'ALWAYS_APPROVAL',
  'NEEDS_APPROVAL',
  'NOT_A_PERSON',
  'UNREADABLE',
  'TOO_BROAD',
  'RULE_SAYS_NO',
] as const
export type MemoryRefusal = (typeof memoryRefusals)[number]

/** What one override was about: all of it has to be the same, or less, for a memory of it to speak. */
export interface Matter {
  readonly site: string
  readonly account: string
  readonly operation: string
  readonly workflow: string
  readonly record: Action['record']
  /** What was changed that the rule asks about. */
  readonly fields: readonly { readonly name: string; readonly label: string }[]
  /** What was found in the wording, folded. */
  readonly terms: readonly string[]
}

export type Rememberable =
  | { readonly ok: true; readonly matter: Matter; readonly scopes: readonly MemoryScope[] }
  | { readonly ok: false; readonly reason: MemoryRefusal }

interface Asked {
  readonly rule: Rule
  readonly workflow: Workflow
  readonly action: Action
  readonly decision: Decision
  readonly suggestion: Suggestion | null
}

const mostTerms = 50

/**
 * Whether an override of this rule may be remembered, and of what. Only ever a reason a rep gives: approvals, reviews,
 * stops and the always-approval categories have no way in (R1).
 */
export function rememberable({ rule, workflow, action, decision, suggestion }: Asked): Rememberable {
  const no = (reason: MemoryRefusal): Rememberable => ({ ok: false, reason })
  if (alwaysApprovalCategories.some((category) => category === workflow.category))
    return no('ALWAYS_APPROVAL')
  if (workflow.tier === 3 || decision.tier === 3 || decision.tier === null) return no('NEEDS_APPROVAL')
  if (action.actor !== 'person') return no('NOT_A_PERSON')
  const reasons = decision.reasons.filter((reason) => reason.rule === rule.id)
  if (action.unreadable.length > 0 || reasons.some(({ code }) => code === 'UNREADABLE'))
    return no('UNREADABLE')
  const furthest = reachOf(rule)
  if (furthest === 'never') return no('RULE_SAYS_NO')
  const terms = [...new Set(reasons.flatMap(({ matches }) => matches.map(({ text }) => fold(text))))].sort()
  if (terms.length > mostTerms) return no('TOO_BROAD')
  const scopes = memoryScopes.filter((scope) =>
    scope === 'record' ? action.record !== null : furthest === 'workflow',
  )
  if (scopes.length === 0) return no('TOO_BROAD')
  return {
    ok: true,
    scopes,
    matter: {
      ...{ site: action.site, account: action.account, operation: action.operation, workflow: workflow.id },
      record: action.record && { type: action.record.type, ids: [...action.record.ids].sort() },
      fields: fieldsOf(rule, action, suggestion),
      terms,
    },
  }
}

/** Whether what was remembered speaks for this: the same place, and nothing the rep did not answer for. */
export function speaksFor(
  remembered: { readonly matter: Matter; readonly scope: MemoryScope },
  matter: Matter,
): boolean {
  const { matter: known, scope } = remembered
  return (
    known.site === matter.site &&
    known.account === matter.account &&
    known.operation === matter.operation &&
    known.workflow === matter.workflow &&
    (scope === 'workflow' || sameRecord(known.record, matter.record)) &&
    matter.fields.every(({ name }) => known.fields.some((field) => field.name === name)) &&
    matter.terms.every((term) => known.terms.includes(term))
  )
}

function reachOf({ guardrail }: Rule): Remember {
  const { remember } = guardrail.settings
  return remember === 'never' || remember === 'workflow' ? remember : 'record'
}

/** What deviates from the suggestion; what is changed at all where the rule asks every time; nothing for wording. */
function fieldsOf({ guardrail }: Rule, action: Action, suggestion: Suggestion | null): Matter['fields'] {
  if (guardrail.kind !== 'override-reason') return []
  const asked =
    guardrail.settings['when'] === 'always'
      ? action.fields
      : action.fields.filter(({ name, after }) =>
          suggestion?.suggested.some((made) => made.field === name && made.value !== after),
        )
  const labels = new Map(asked.map(({ name, label }) => [name, label]))
  return [...labels].map(([name, label]) => ({ name, label })).sort((a, b) => (a.name < b.name ? -1 : 1))
}

function sameRecord(left: Action['record'], right: Action['record']): boolean {
  return (
    left !== null &&
    right !== null &&
    left.type === right.type &&
    left.ids.join('\n') === right.ids.join('\n')
  )
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim()
}
