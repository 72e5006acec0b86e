import type { Report } from '../../../../backtest/report.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import type { BacktestPlan } from '../../../../protocol/http/backtest.ts'

/** The one thing the page says to the worker; to cancel, it ends the worker. */
export interface BacktestStart {
  readonly plan: BacktestPlan
  readonly active: Policy
  readonly version: number
  readonly draft: Policy
}

/** `status` 0: the server was not reached; a code of the server's own comes with its words. */
export interface BacktestTrouble {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly detail: string
}

export type BacktestNews =
  | { readonly type: 'progressed'; readonly done: number }
  | { readonly type: 'finished'; readonly report: Report }
  | { readonly type: 'failed'; readonly trouble: BacktestTrouble }
