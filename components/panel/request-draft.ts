import type { Action, Scalar } from '../../policy/action.ts'
import type { Obligation } from '../../policy/obligation.ts'
import { formatNumber, t } from '../ui/words.ts'

/** What the rep writes to ask for an approval. */
export interface RequestDraft {
  readonly rationale: string
  /** null = not touched yet: the suggestion is used, and follows edits of the action. */
  readonly rollbackPlan: string | null
  readonly decideWithinMinutes: number | null
  readonly ticket: string
}

export const emptyDraft: RequestDraft = {
  rationale: '',
  rollbackPlan: null,
  decideWithinMinutes: null,
  ticket: '',
}

/** How to undo exactly this, from the values before; the rep may write something better. */
export function suggestRollback(action: Action): string {
  const lines = action.fields.map((field) =>
    field.beforeKnown
      ? t('request.rollback-field', { label: field.label || field.name, before: wordsFor(field.before) })
      : t('request.rollback-unknown', { label: field.label || field.name }),
  )
  if (action.recipients.length > 0)
    lines.push(t('request.rollback-message', { count: action.recipients.length }))
  return lines.join('\n')
}

/** 30 minutes, 2 hours, 1 day, never longer than the policy allows; its own limit comes first as the default. */
export function timeboxes(
  approvals: readonly Extract<Obligation, { kind: 'approval' }>[],
): readonly number[] {
  const limit = Math.min(1440, ...approvals.map((approval) => approval.decideWithinMinutes))
  return [...new Set([30, 120, 1440, limit])]
    .filter((minutes) => minutes <= limit)
    .toSorted((left, right) => left - right)
}

function wordsFor(value: Scalar): string {
  if (value === null || value === '') return t('request.rollback-empty')
  if (typeof value === 'number') return formatNumber(value)
  if (typeof value === 'boolean') return t(value ? 'diff.yes' : 'diff.no')
  return value
}
