import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
}

/** Runs one project of `vitest.config.ts` and counts from its report `reports/<suite>.json`. */
export async function runVitest(root: string, suite: string, filters: readonly string[]): Promise<Outcome> {
  const report = join(root, 'reports', `${suite}.json`)
  const environment: NodeJS.ProcessEnv = { ...process.env, COUNTERSIGN_TEST_REPORT: report }
  // A database named for a server of somebody's own must not be written by tests.
  delete environment['DATABASE_URL']
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...['--root', root, '--project', suite, '--passWithNoTests'],
      ...filters,
    ],
    { cwd: root, env: environment, stdio: 'inherit' },
  )
  const [status] = (await once(child, 'exit')) as [number | null]
  const read = await readFile(report, 'utf8').then(
    (text) => JSON.parse(text) as Report,
    () => null,
  )
  const counted = {
    passed: read?.numPassedTests ?? 0,
    failed: read?.numFailedTests ?? 0,
    skipped: (read?.numPendingTests ?? 0) + (read?.numTodoTests ?? 0),
  }
  // A file that does not load, or an error outside any test, fails the run without a failed test.
  return status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted
}
