import { runBacktest } from '../../../../backtest/run-backtest.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import type { z } from '../../../../policy/zod.ts'
import { decisionPageSchema } from '../../../../protocol/http/backtest.ts'
import type { BacktestPlan } from '../../../../protocol/http/backtest.ts'
import { policyDocumentSchema } from '../../../../protocol/http/policy.ts'
import { problemSchema } from '../../../../protocol/http/problem.ts'
import type { BacktestNews, BacktestStart, BacktestTrouble } from './backtest-messages.ts'

/* Runs beside the page: a million decisions are read and decided here, and the page stays free. */

const pageSize = 2000

self.addEventListener('message', (event: MessageEvent<BacktestStart>) => void run(event.data))

async function run({ plan, active, version, draft }: BacktestStart): Promise<void> {
  try {
    const report = await runBacktest({
      ...{ active, version, draft, versions: plan.versions },
      policyOf,
      pages: pagesOf(plan),
      onProgress: (done) => tell({ type: 'progressed', done }),
    })
    tell({ type: 'finished', report })
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    tell({ type: 'failed', trouble: error.trouble })
  }
}

function tell(news: BacktestNews): void {
  self.postMessage(news)
}

/** The next page is on its way while one is worked on. */
async function* pagesOf({ from, to }: BacktestPlan): AsyncGenerator<readonly unknown[]> {
  const ask = (cursor: string | null): Promise<Answer<z.output<typeof decisionPageSchema>>> => {
    const query = new URLSearchParams({
      from,
      to,
      limit: String(pageSize),
      ...(cursor !== null && { cursor }),
    })
    return read(`/v1/backtests/decisions?${query}`, decisionPageSchema)
  }
  let asked: ReturnType<typeof ask> | null = ask(null)
  while (asked !== null) {
    const page: z.output<typeof decisionPageSchema> = valueOf(await asked)
    asked = page.next === null ? null : ask(page.next)
    yield page.items
  }
}

/** A version that is gone leaves its decisions unchecked; anything else ends the run. */
async function policyOf(version: number): Promise<Policy | null> {
  const answer = await read(`/v1/policy/versions/${version}`, policyDocumentSchema)
  return !answer.ok && answer.trouble.code === 'VERSION_UNKNOWN' ? null : valueOf(answer).policy
}

type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly trouble: BacktestTrouble }

class Trouble extends Error {
  readonly trouble: BacktestTrouble
  constructor(trouble: BacktestTrouble) {
    super(trouble.code)
    this.trouble = trouble
  }
}

function valueOf<Value>(answer: Answer<Value>): Value {
  if (!answer.ok) throw new Trouble(answer.trouble)
  return answer.value
}

/** Never rejects, because what is asked for ahead may fail before anybody waits for it. */
async function read<Schema extends z.ZodMiniType>(
  path: string,
  schema: Schema,
): Promise<Answer<z.output<Schema>>> {
  const trouble = (status: number, code: string): Answer<never> => ({
    ok: false,
    trouble: { status, code, title: '', detail: '' },
  })
  const response = await fetch(path, { redirect: 'error', cache: 'no-store' }).catch(() => null)
  if (!response) return trouble(0, 'UNREACHABLE')
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) {
    const problem = problemSchema.safeParse(body)
    return problem.success ? { ok: false, trouble: problem.data } : trouble(response.status, 'SERVER_FAILED')
  }
  const parsed = schema.safeParse(body)
  return parsed.success ? { ok: true, value: parsed.data } : trouble(response.status, 'UNREADABLE_ANSWER')
}
