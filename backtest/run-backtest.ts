import type { Policy } from '../policy/bundle.ts'
import { recordedDecisionSchema } from '../protocol/http/backtest.ts'
import type { BacktestPlan } from '../protocol/http/backtest.ts'
import { backtest } from './backtest.ts'
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
      const read = recordedDecisionSchema.safeParse(item)
      if (!read.success) {
        test.report.total += 1
        test.report.unreadable += 1
        continue
      }
      const version = read.data.event.bundleVersion
      if (version !== null && !test.knows(version)) {
        const of = issuedAgain.get(version) ?? version
        if (!policies.has(of)) policies.set(of, await run.policyOf(of))
        const policy = policies.get(of)
        if (policy) test.know(version, policy)
      }
      test.add(read.data)
    }
    run.onProgress(test.report.total)
  }
  return test.report
}
