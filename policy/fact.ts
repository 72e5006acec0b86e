import type { Action, Scalar } from './action.ts'
import type { FactValue } from './condition.ts'
import type { Facts } from './facts.ts'
import type { Workflow } from './workflow.ts'

/** What a condition can read, besides `field.<name>`, `field.<name>.before` and `field.<name>.change`. */
interface Source {
  readonly action: Action
  readonly facts: Facts
  readonly workflow: Workflow
}

/**
 * One declared fact, or undefined when it is not known: missing, unreadable, ambiguous or of a type no fact has.
 * An empty field is the empty text.
 */
export function factOf(name: string, source: Source): FactValue | undefined {
  const { action, workflow } = source
  const { record, recipients, content } = action
  if (name.startsWith('field.')) return fieldFact(name.slice(6), action)
  if (action.unreadable.includes(name.split('.', 1)[0] ?? '')) return undefined
  switch (name) {
    case 'site':
    case 'account':
    case 'surface':
    case 'operation':
    case 'trigger':
    case 'actor':
      return known(action[name])
    case 'workflow':
      return workflow.id
    case 'category':
      return workflow.category
    case 'data-risk':
      return workflow.dataRisk
    case 'record.type':
      return record?.type
    case 'record.count':
      return record?.ids.length
    case 'recipients.count':
      return recipients.length
    case 'recipients.domains':
      return [...new Set(recipients.map((address) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()))]
    case 'volume':
      return known(action.volume ?? undefined)
    case 'content.length':
      return content.reduce((sum, part) => sum + part.text.length, 0)
    case 'suggestion.present':
      return !!source.facts.suggestion
  }
  return undefined
}

function fieldFact(path: string, action: Action): FactValue | undefined {
  const name = path.replace(/\.(before|change)$/, '')
  const [change, another] = action.fields.filter((field) => field.name === name)
  // Two changes of one name (lines of an order) have no single value: unknown, so that the rule applies.
  if (!change || another || action.unreadable.includes(name)) return undefined
  if (path === name) return known(change.after)
  if (!change.beforeKnown) return undefined
  const { before, after } = change
  if (path.endsWith('.before')) return known(before)
  return typeof before === 'number' && typeof after === 'number' ? after - before : undefined
}

function known(value: Scalar | undefined): FactValue | undefined {
  if (value === null) return ''
  return typeof value === 'object' ? undefined : value
}
