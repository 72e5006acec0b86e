import type { FieldChange } from '../action.ts'
import type { Finding, Reading } from '../finding.ts'

/**
 * Judges every change of one field and keeps the gravest finding. A field that is not among the changes is not touched
 * by the action and passes. What cannot be read, or has the wrong type (`undefined` from `judge`), counts as a match and
 * asks for `whenUnknown`.
 */
export function overChanges(
  reading: Reading,
  field: string,
  whenUnknown: Pick<Finding, 'obligation'>,
  judge: (change: FieldChange) => Finding | null | undefined,
): Finding | null {
  const fact = `field.${field}`
  const unknown: Finding = { code: 'UNREADABLE', unknown: fact, ...whenUnknown }
  let gravest: Finding | null = null
  if (reading.action.unreadable.includes(field)) {
    reading.note(fact, null)
    gravest = unknown
  }
  for (const change of reading.action.fields)
    if (change.name === field) {
      reading.note(fact, change.after)
      const found = judge(change)
      if (found === undefined) gravest ??= unknown
      else if (found && (!gravest || found.refuse)) gravest = found
    }
  return gravest
}
