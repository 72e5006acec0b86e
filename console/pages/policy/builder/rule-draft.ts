import type { Condition, FactValue, Operator } from '../../../../policy/condition.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import { guardrails } from '../../../../policy/guardrails/registry.ts'
import type { Mode, Rule } from '../../../../policy/rule.ts'
import { ruleSchema } from '../../../../policy/rule.ts'
import type { Setting } from '../../../../policy/setting.ts'
import { settingsSchemaOf } from '../../../../policy/settings-schema.ts'
import { freeId } from './free-id.ts'

/** One comparison as it is being typed. `value` is text until the rule is made. */
export interface ConditionRow {
  readonly fact: string
  readonly is: Operator
  readonly value: string
}

/** A rule in progress, in the order the builder asks for it. */
export interface RuleDraft {
  /** null = a new one: its id is made from its name. */
  readonly id: string | null
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly workflows: readonly string[]
  readonly surfaces: readonly string[]
  /** Empty = always. A condition that rows cannot show is kept as it is, in `other`. */
  readonly conditions: readonly ConditionRow[]
  readonly other: Condition | null
  readonly name: string
  readonly message: string
  readonly owner: string
  readonly mode: Mode
}

/** Facts that can be compared with a number; the others are text. */
const numeric = ['record.count', 'recipients.count', 'volume', 'content.length']
export const comparable = [
  ...numeric,
  'recipients.domains',
  'record.type',
  'site',
  'category',
  'actor',
  'trigger',
] as const

export function newRule(kind: string, policy: Policy, owner: string): RuleDraft {
  return {
    id: null,
    kind,
    settings: defaultsOf(kind, policy),
    workflows: [],
    surfaces: [],
    conditions: [],
    other: null,
    name: '',
    message: '',
    owner,
    // What is new is watched first; enforcing is one choice away.
    mode: 'enforce',
  }
}

export function draftOf(rule: Rule): RuleDraft {
  const rows = rowsOf(rule.when)
  const { kind, settings } = rule.guardrail
  const { id, workflows, surfaces, name, message, owner, mode } = rule
  return {
    ...{ id, kind, settings, workflows, surfaces, name, message, owner, mode },
    ...(rows ? { conditions: rows, other: null } : { conditions: [], other: rule.when }),
  }
}

/** The rule as the policy holds it. Only settings that were given are in it. */
export function ruleOf(draft: RuleDraft, taken: readonly string[]): Rule {
  const { id, kind, workflows, surfaces, name, message, owner, mode } = draft
  const given = Object.entries(draft.settings).filter(([, value]) => value !== undefined && value !== '')
  return {
    id: id ?? freeId(name, taken),
    ...{ name: name.trim(), message: message.trim(), owner: owner.trim(), mode },
    ...{ workflows: [...workflows], surfaces: [...surfaces] },
    when: draft.other ?? conditionOf(draft.conditions),
    guardrail: { kind, settings: Object.fromEntries(given) },
  }
}

/** Places with something wrong: names of settings, or `name`, `owner`, `conditions`. */
export function wrongPlaces(draft: RuleDraft): ReadonlySet<string> {
  const rule = ruleOf(draft, [])
  const parsed = settingsSchemaOf(draft.kind)?.safeParse(rule.guardrail.settings)
  const whole = ruleSchema.safeParse(rule)
  const settings = parsed?.success === false ? parsed.error.issues : []
  const rest = whole.success ? [] : whole.error.issues.filter(({ path }) => path[0] !== 'guardrail')
  return new Set([
    ...settings.map(({ path }) => String(path[0] ?? '')),
    ...rest.map(({ path }) => (path[0] === 'when' ? 'conditions' : String(path[0] ?? ''))),
    ...(draft.conditions.some(({ value }) => value.trim() === '') ? ['conditions'] : []),
  ])
}

function defaultsOf(kind: string, policy: Policy): Record<string, unknown> {
  const settings = Object.entries(guardrails.get(kind)?.settings ?? {})
  return Object.fromEntries(settings.map(([name, setting]) => [name, defaultOf(setting, policy)]))
}

function defaultOf(setting: Setting, policy: Policy): unknown {
  if (setting.optional) return undefined
  switch (setting.type) {
    case 'choice':
      return setting.choices[0]
    case 'zone':
      return Intl.DateTimeFormat().resolvedOptions().timeZone
    case 'time':
      return '09:00'
    case 'moment':
      return ''
    case 'term-lists':
      return policy.lists.length === 1 ? policy.lists.map(({ id }) => id) : []
    case 'boolean':
      return false
    case 'number':
    case 'text':
    case 'field':
    case 'weekdays':
    case 'approvers':
    case 'override-codes':
    case 'texts':
      return undefined
  }
  return setting satisfies never
}

function conditionOf(rows: readonly ConditionRow[]): Condition | null {
  const parts = rows.map(({ fact, is, value }) => ({ fact, is, value: valueOf(fact, is, value) }))
  if (parts.length === 0) return null
  return parts.length === 1 ? (parts[0] ?? null) : { all: parts }
}

function valueOf(fact: string, is: Operator, text: string): FactValue {
  const trimmed = text.trim()
  if (is === 'is-known') return trimmed !== 'no'
  if (is === 'in' || is === 'not-in')
    return trimmed
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
  const isNumber = numeric.includes(fact) || fact.startsWith('field.')
  return isNumber && trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed
}

/** null when the condition is more than a list of comparisons that all hold. */
function rowsOf(condition: Condition | null): readonly ConditionRow[] | null {
  if (condition === null) return []
  const parts = 'all' in condition ? condition.all : [condition]
  const rows = parts.flatMap((part) =>
    'fact' in part
      ? [
          {
            fact: part.fact,
            is: part.is,
            value: Array.isArray(part.value) ? part.value.join(', ') : String(part.value),
          },
        ]
      : [],
  )
  return rows.length === parts.length ? rows : null
}
