import { runBacktest } from '../../backtest/run-backtest.ts'
import type { Report } from '../../backtest/report.ts'
import { pagesOf, policyOf } from './generate.ts'

export interface Timed {
  readonly report: Report
  /** Of reading, checking, deciding three ways and counting; not of making the records. */
  readonly seconds: number
  /** CPU seconds of the same, on one core. */
  readonly busy: number
}

/** A run as the console's worker makes it, from the text of each page on. */
export async function timedRun(count: number): Promise<Timed> {
  const active = policyOf(50_000)
  const draft = policyOf(40_000)
  let seconds = 0
  let busy = 0
  async function* pages() {
    for (const text of pagesOf(active, count)) {
      const start = performance.now()
      const cpu = process.cpuUsage()
      yield JSON.parse(text) as unknown[]
      seconds += (performance.now() - start) / 1000
      const spent = process.cpuUsage(cpu)
      busy += (spent.user + spent.system) / 1e6
    }
  }
  const report = await runBacktest({
    ...{ active, version: 1, draft, versions: [{ version: 1, policy: 1 }] },
    policyOf: () => Promise.resolve(null),
    pages: pages(),
    onProgress: () => undefined,
  })
  if (report.fidelity.reproduced !== count) throw new Error('A run must reproduce every decision.')
  return { report, seconds, busy }
}
