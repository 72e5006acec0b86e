import type { FieldChange } from '../action.ts'
import type { Finding, Reading } from '../finding.ts'
import { unreadable } from './over-limits.ts'

/**
 * Judges every change of one field and keeps the gravest finding. A field that is not among the changes is not touched
 * by the action and passes. What cannot be read, or has the wrong type (`undefined` from `judge`), counts as a match and
 * makes the demand.
 */
export function overChanges(
  { action, note }: Reading,
  field: string,
  demand: Pick<Finding, 'obligation'>,
  judge: (change: FieldChange, fact: string) => Finding | null | undefined,
): Finding | null {
  const fact = `field.${field}`
  let gravest: Finding | null = null
  if (action.unreadable.includes(field)) {
    note(fact, null)
    gravest = unreadable(fact, demand)
  }
  for (const change of action.fields)
    if (change.name === field) {
      note(fact, change.after)
      const found = judge(change, fact)
      if (found === undefined) gravest ??= unreadable(fact, demand)
      else if (found && (!gravest || found.refuse)) gravest = found
    }
  return gravest
}
