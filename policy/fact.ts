import type { Action, Scalar } from './action.ts'
import type { FactValue } from './condition.ts'
import type { Facts } from './facts.ts'
import type { Workflow } from './workflow.ts'

interface Source {
  readonly action: Action
  readonly facts: Facts
  readonly workflow: Workflow
}
type Read = (source: Source) => FactValue | null | undefined

/** Every declared fact besides `field.<name>`, `field.<name>.before` and `field.<name>.change`. */
export const facts: Readonly<Record<string, Read>> = {
  site: ({ action }) => action.site,
  account: ({ action }) => action.account,
  surface: ({ action }) => action.surface,
  operation: ({ action }) => action.operation,
  trigger: ({ action }) => action.trigger,
  actor: ({ action }) => action.actor,
  workflow: ({ workflow }) => workflow.id,
  category: ({ workflow }) => workflow.category,
  'data-risk': ({ workflow }) => workflow.dataRisk,
  'record.type': ({ action }) => action.record?.type,
  'record.count': ({ action }) => action.record?.ids.length,
  'recipients.count': ({ action }) => action.recipients.length,
  'recipients.domains': ({ action }) => [
    ...new Set(action.recipients.map((address) => address.replace(/.*@/, '').toLowerCase())),
  ],
  volume: ({ action }) => action.volume ?? undefined,
  'content.length': ({ action }) => action.content.reduce((sum, part) => sum + part.text.length, 0),
  'suggestion.present': ({ facts }) => !!facts.suggestion || (facts.mayHaveSuggestion ? undefined : false),
}

/**
 * One fact, or undefined when it is not known: missing, unreadable, ambiguous or of a type no fact has. An empty field is
 * the empty text.
 */
export function factOf(name: string, source: Source): FactValue | undefined {
  const { action } = source
  const value = name.startsWith('field.')
    ? fieldFact(name.slice(6), action)
    : Object.hasOwn(facts, name) && !isUnread(action, name)
      ? facts[name]?.(source)
      : undefined
  return value ?? (value === null ? '' : undefined)
}

/** Whether part of what a fact is made of could not be read. What is none of the named reads is a part of the content. */
export function isUnread({ unreadable }: Action, fact: string): boolean {
  const kindOf = (name: string) => /^(recipients|record|volume)\b/.exec(name)?.[0] ?? 'content'
  return unreadable.some((name) => kindOf(name) === fact.split('.', 1)[0])
}

function fieldFact(path: string, { fields, unreadable }: Action): Scalar | undefined {
  const name = path.replace(/\.(before|change)$/, '')
  const [change, another] = fields.filter((field) => field.name === name)
  // Two changes of one name (lines of an order) have no single value: unknown, so that the rule applies.
  if (!change || another || unreadable.includes(name)) return undefined
  const { before, after } = change
  if (path === name) return after
  if (!change.beforeKnown) return undefined
  if (path.endsWith('.before')) return before
  return typeof before === 'number' && typeof after === 'number' ? after - before : undefined
}
