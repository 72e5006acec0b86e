import { useCallback, useEffect, useRef, useState } from 'react'
import type { Report } from '../../../../backtest/report.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import type { BacktestPlan } from '../../../../protocol/http/backtest.ts'
import type { PolicyDocument } from '../../../../protocol/http/policy.ts'
import { failureOf, type Failure } from '../../../call.ts'
import { client } from '../../../client.ts'
import type { BacktestNews, BacktestStart, BacktestTrouble } from './backtest-messages.ts'
// oxlint-disable-next-line import/default -- what the build makes of it has one (vite.d.ts).
import workerUrl from './backtest-worker.ts?worker&url'

export interface Finished {
  readonly plan: BacktestPlan
  readonly report: Report
  readonly days: number
  readonly draft: Policy
}
export type BacktestState =
  | { readonly status: 'idle' | 'cancelled' }
  | { readonly status: 'running'; readonly done: number; readonly total: number | null }
  | { readonly status: 'failed'; readonly failure: Failure }
  | ({ readonly status: 'finished' } & Finished)

const day = 86_400_000

/** One run at a time, in a worker that is ended when the run is cancelled or the page is left. */
export function useBacktest(current: PolicyDocument) {
  const [state, setState] = useState<BacktestState>({ status: 'idle' })
  const worker = useRef<Worker | null>(null)
  const asked = useRef(0)
  const end = useCallback(() => {
    asked.current += 1
    worker.current?.terminate()
    worker.current = null
  }, [])
  useEffect(() => end, [end])

  async function start(draft: Policy, days: number) {
    end()
    const run = asked.current
    setState({ status: 'running', done: 0, total: null })
    const now = Date.now()
    const answer = await client.startBacktest({
      from: new Date(now - days * day).toISOString(),
      // Whatever this clock says, the server ends the period at its own now.
      to: new Date(now + day).toISOString(),
    })
    if (run !== asked.current) return
    if (!answer.ok) return setState({ status: 'failed', failure: answer.failure })
    const plan = answer.value
    setState({ status: 'running', done: 0, total: plan.count })
    const started = new Worker(ownScript(workerUrl), { type: 'module', name: 'backtest' })
    worker.current = started
    started.addEventListener('message', ({ data }: MessageEvent<BacktestNews>) => {
      if (data.type === 'progressed')
        return setState({ status: 'running', done: data.done, total: plan.count })
      end()
      if (data.type === 'finished') setState({ status: 'finished', plan, report: data.report, days, draft })
      else setState({ status: 'failed', failure: failureFrom(data.trouble) })
    })
    started.addEventListener('error', () => {
      end()
      setState({ status: 'failed', failure: failureOf('BACKTEST_BROKE', 0) })
    })
    const given: BacktestStart = { plan, active: current.policy, version: current.version, draft }
    started.postMessage(given)
  }
  function cancel() {
    end()
    setState({ status: 'cancelled' })
  }
  return { state, start, cancel }
}

function failureFrom(trouble: BacktestTrouble): Failure {
  const { code, status } = trouble
  if (trouble.title) return trouble
  return failureOf(code === 'UNREACHABLE' || code === 'SERVER_FAILED' ? code : 'UNREADABLE_ANSWER', status)
}

interface ScriptPolicy {
  createScriptURL(url: string): string
}
declare const trustedTypes:
  { createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy } | undefined

let scripts: ScriptPolicy | undefined

/** The page takes scripts by trusted address only; this one comes out of the build and from nowhere else. */
function ownScript(url: string): string {
  if (typeof trustedTypes === 'undefined') return url
  scripts ??= trustedTypes.createPolicy('backtest', { createScriptURL: (given) => given })
  return scripts.createScriptURL(url)
}
