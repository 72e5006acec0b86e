import type { Settings } from '../setting.ts'

/** How far "don't ask me again" may reach, from nothing to every record of the workflow; absent means `record`. */
export const rememberChoices = ['never', 'record', 'workflow'] as const
export type Remember = (typeof rememberChoices)[number]

/** A day or a week of UTC, the same for everybody. */
export const budgetPeriods = ['day', 'week'] as const
export type BudgetPeriod = (typeof budgetPeriods)[number]

const overrideSettings = {
  remember: { type: 'choice', choices: rememberChoices, optional: true },
  /** How often one person may go on with a reason before it takes an approval; absent = as often as they like. */
  budget: { type: 'number', min: 1, max: 100, unit: 'count', optional: true },
  budgetPeriod: { type: 'choice', choices: budgetPeriods, optional: true },
} as const

/** Adds the settings of every guardrail that lets a rep go on with a reason; pure for the same cause as `withApproval`. */
export function withOverrides<const S extends Settings>(settings: S): S & typeof overrideSettings {
  return { ...settings, ...overrideSettings }
}
