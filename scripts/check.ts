import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { readImports } from './check/read-imports.ts'

const root = join(import.meta.dirname, '..')
const tool =
  (path: string, ...words: string[]) =>
  () =>
    runNode(join(root, 'node_modules', path), words)

/** Every check runs, so that one look shows all there is to mend. TypeScript by path: 6 leaves its own `tsc` in .bin. */
const checks: readonly (readonly [name: string, run: () => Promise<boolean>])[] = [
  ['types', tool('typescript/bin/tsc', '-p', '.')],
  ['lint', tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings')],
  ['format', tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')],
  ['imports', checkImports],
  ['dead code', tool('knip/bin/knip.js', '--no-progress')],
]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((word) => !checks.some(([name]) => name === word))
if (unknown.length > 0) {
  process.stderr.write(
    `There is no check named ${unknown.join(', ')}; there are ${checks.map(([name]) => name).join(', ')}.\n`,
  )
  process.exit(2)
}

const failed: string[] = []
for (const [name, run] of checks) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const isGood = await run()
  process.stdout.write(`${isGood ? 'ok' : 'FAILED'}  ${name}\n`)
  if (!isGood) failed.push(name)
}
process.exitCode = failed.length > 0 ? 1 : 0

async function runNode(file: string, words: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [file, ...words], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [status] = (await once(child, 'exit')) as [number | null]
  return status === 0
}

async function checkImports(): Promise<boolean> {
  const { modules, violations } = await readImports(root)
  for (const violation of violations) process.stdout.write(`${violation}\n`)
  if (modules.length === 0) process.stdout.write('No module was read, so nothing was checked.\n')
  return modules.length > 0 && violations.length === 0
}
