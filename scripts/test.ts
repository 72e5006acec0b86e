import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runMutation } from './test/mutation.ts'
import { type Outcome, runVitest } from './test/run-vitest.ts'
import { isSuite, suites, type SuiteName } from './test/suites.ts'

/*
 * `node scripts/test.ts [suite ...] [file filter ...]`. Without a suite: all but the long ones. A suite that cannot run
 * here says why; under CI=true that is a failure, and a suite that ran no test is one everywhere.
 */
const root = join(import.meta.dirname, '..')
const words = process.argv.slice(2)
const named = words.filter(isSuite)
const filters = words.filter((word) => !isSuite(word))
const wanted: readonly SuiteName[] = named.length > 0 ? named : ['unit', 'stores', 'pages', 'e2e', 'firefox']
const isCi = process.env['CI'] === 'true'

const total = { passed: 0, failed: 0, skipped: 0 }
let failed = false

for (const name of wanted) {
  process.stdout.write(`\n== ${name}\n`)
  const outcome = await runSuite(name)
  if (!outcome) continue
  total.passed += outcome.passed
  total.failed += outcome.failed
  total.skipped += outcome.skipped
  if (outcome.failed > 0) failed = true
  if (outcome.passed + outcome.failed === 0) {
    process.stdout.write(`${name} ran no test\n`)
    failed = true
  }
}

process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
process.exitCode = failed ? 1 : 0

async function runSuite(name: SuiteName): Promise<Outcome | undefined> {
  // A report of an earlier run must never stand in for this one.
  await rm(join(root, 'reports', `${name}.json`), { force: true })
  const reason = await suites[name].prepare()
  if (reason !== null) {
    process.stdout.write(`NOT RUN: ${name}: ${reason}\n`)
    if (isCi) failed = true
    return undefined
  }
  return name === 'mutation' ? runMutation(root) : runVitest(root, name, filters)
}
