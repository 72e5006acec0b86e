import type { Report } from '../../../../backtest/report.ts'
import type { BacktestPlan } from '../../../../protocol/http/backtest.ts'

/** Stated where nothing was measured: what an administrator would guess, and can change. */
const assumedMinutes = 5
/** Fewer than these say nothing about the next one. */
const fewest = 5

export interface Effort {
  readonly minutes: number
  /** How many decisions it was measured on; 0 = assumed. */
  readonly measured: number
}

export function effortOf({ approvals }: BacktestPlan): Effort {
  const { considered, medianConsideredMs } = approvals
  if (considered < fewest || medianConsideredMs === null) return { minutes: assumedMinutes, measured: 0 }
  return { minutes: Math.max(0.1, Math.round(medianConsideredMs / 6000) / 10), measured: considered }
}

export function stepsOf(report: Report): { readonly now: number; readonly draft: number } {
  const all = [...report.approvers.values()]
  return {
    now: all.reduce((sum, { now }) => sum + now, 0),
    draft: all.reduce((sum, { draft }) => sum + draft, 0),
  }
}

/** People who could be asked under the draft: named themselves, or in a group that is named. */
export function askedPeople(report: Report, { people }: BacktestPlan): number {
  const names = new Set(
    [...report.approvers.values()].filter(({ draft }) => draft > 0).flatMap(({ approvers }) => approvers),
  )
  return people.filter(({ email, groups }) => names.has(email) || groups.some((group) => names.has(group)))
    .length
}

/** Hours of approvers a day, as one figure behind the point. */
export function hoursADay(steps: number, minutes: number, days: number): number {
  return Math.round((steps * minutes) / 6 / days) / 10
}
