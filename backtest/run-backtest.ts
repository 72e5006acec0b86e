import type { Policy } from '../policy/bundle.ts'
import { decisionTypes } from '../protocol/http/backtest.ts'
import type { BacktestPlan, RecordedDecision } from '../protocol/http/backtest.ts'
import { backtest } from './backtest.ts'
import type { Backtest } from './backtest.ts'
import type { Report } from './report.ts'

export interface Run {
  readonly active: Policy
  readonly version: number
  readonly draft: Policy
  readonly versions: BacktestPlan['versions']
  /** Asked once for each version that is met; null = it cannot be had, and what it decided cannot be checked. */
  readonly policyOf: (version: number) => Promise<Policy | null>
  readonly pages: AsyncIterable<readonly unknown[]>
  readonly onProgress: (done: number) => void
}

/** A whole run, page by page. What cannot be read is counted, never silently left out. */
export async function runBacktest(run: Run): Promise<Report> {
  const test = backtest(run)
  const issuedAgain = new Map(run.versions.map(({ version, policy }) => [version, policy]))
  const policies = new Map<number, Policy | null>()
  const original = issuedAgain.get(run.version) ?? run.version
  policies.set(original, run.active)
  for await (const page of run.pages) {
    for (const item of page) {
      const version = versionOf(item)
      if (typeof version === 'number' && !test.knows(version)) {
        const of = issuedAgain.get(version) ?? version
        if (!policies.has(of)) policies.set(of, await run.policyOf(of))
        const policy = policies.get(of)
        if (policy) test.know(version, policy)
      }
      if (version === undefined || !isAdded(test, item as RecordedDecision)) test.report.unreadable += 1
    }
    run.onProgress(test.report.total + test.report.unreadable)
  }
  return test.report
}

/** undefined = this is no decision. */
function versionOf(item: unknown): number | null | undefined {
  const { event } = item !== null && typeof item === 'object' ? (item as Partial<RecordedDecision>) : {}
  if (!event || !decisionTypes.includes(event.type)) return undefined
  return typeof event.bundleVersion === 'number' ? event.bundleVersion : null
}

/**
 * Every event was checked by its schema when the server took it in, and checking it again was a third of a run. What is
 * broken all the same stops here, before anything of it is counted.
 */
function isAdded(test: Backtest, item: RecordedDecision): boolean {
  const before = test.report.total
  try {
    test.add(item)
    return true
  } catch {
    test.report.total = before
    return false
  }
}
