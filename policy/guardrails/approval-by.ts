import type { Finding, Reading } from '../finding.ts'

/** Settings of every guardrail that can ask for an approval. Empty approvers = those of the workflow. */
export const approvalSettings = {
  approvers: { type: 'approvers', optional: true },
  decideWithinMinutes: { type: 'number', min: 1, max: 10_080, unit: 'minutes', optional: true },
  useWithinMinutes: { type: 'number', min: 1, max: 10_080, unit: 'minutes', optional: true },
} as const

interface Asked {
  readonly approvers?: readonly string[]
  readonly decideWithinMinutes?: number
  readonly useWithinMinutes?: number
}

/** A day to decide and an hour to use it, unless the rule says otherwise. */
export function approvalBy(asked: Asked, { workflow }: Pick<Reading, 'workflow'>): NonNullable<Finding['obligation']> {
  return {
    kind: 'approval',
    approvers: asked.approvers?.length ? asked.approvers : workflow.approvers,
    decideWithinMinutes: asked.decideWithinMinutes ?? 1440,
    useWithinMinutes: asked.useWithinMinutes ?? 60,
  }
}

/** What a guardrail with a `beyond` setting does: an approval, or a refusal nobody can lift here. */
export function beyondBy(asked: Asked & { readonly beyond: 'approval' | 'refuse' }, reading: Reading): Pick<Finding, 'obligation' | 'refuse'> {
  return asked.beyond === 'approval' ? { obligation: approvalBy(asked, reading) } : { refuse: true }
}
