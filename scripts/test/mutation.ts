import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Outcome } from './run-vitest.ts'

interface MutationReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>
}

/** Changes `policy/` in thousands of small ways; a test must notice each. Fails below the share in stryker.config.json. */
export async function runMutation(root: string): Promise<Outcome> {
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run'],
    {
      cwd: root,
      stdio: 'inherit',
    },
  )
  const [status] = (await once(child, 'exit')) as [number | null]
  const report = await readFile(join(root, 'reports/mutation.json'), 'utf8').then(
    (text) => JSON.parse(text) as MutationReport,
    () => null,
  )
  const mutants = Object.values(report?.files ?? {}).flatMap((file) => file.mutants)
  const noticed = mutants.filter((mutant) => mutant.status === 'Killed' || mutant.status === 'Timeout').length
  process.stdout.write(`${noticed} of ${mutants.length} changes to policy/ were noticed\n`)
  const isGood = status === 0 && noticed > 0
  return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0 }
}
