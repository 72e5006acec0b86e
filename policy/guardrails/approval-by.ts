import type { Finding, Reading } from '../finding.ts'
import type { Settings } from '../setting.ts'

const approvalSettings = {
  approvers: { type: 'approvers', optional: true },
  decideWithinMinutes: { type: 'number', min: 1, max: 10_080, unit: 'minutes', optional: true },
  useWithinMinutes: { type: 'number', min: 1, max: 10_080, unit: 'minutes', optional: true },
} as const

/**
 * Adds the settings of every guardrail that can ask for an approval. A call marked pure, because a bundler keeps an
 * object spread in the page's script even when nothing reads it.
 */
export function withApproval<const S extends Settings>(settings: S): S & typeof approvalSettings {
  return { ...settings, ...approvalSettings }
}

interface Asked {
  readonly approvers?: readonly string[]
  readonly decideWithinMinutes?: number
  readonly useWithinMinutes?: number
}
type Demand = Pick<Finding, 'obligation' | 'refuse'>

/** Those of the workflow, a day to decide and an hour to use it, unless the rule says otherwise. */
export function approvalBy(asked: Asked, { workflow }: Pick<Reading, 'workflow'>): Demand {
  return {
    obligation: {
      kind: 'approval',
      approvers: asked.approvers?.length ? asked.approvers : workflow.approvers,
      decideWithinMinutes: asked.decideWithinMinutes ?? 1440,
      useWithinMinutes: asked.useWithinMinutes ?? 60,
    },
  }
}

/** What a guardrail with a `beyond` setting does: an approval, or a refusal nobody can lift here. */
export function beyondBy(
  asked: Asked & { readonly beyond: 'approval' | 'refuse' },
  reading: Reading,
): Demand {
  return asked.beyond === 'refuse' ? { refuse: true } : approvalBy(asked, reading)
}
