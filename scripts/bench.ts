import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/*
 * `node scripts/bench.ts [part of a name ...]`: one JSON object a line, exit status 1 when a value is past its goal.
 * A bench takes its ratios against a control in the same run, so that a slow machine does not fail it.
 */
interface Bench {
  readonly name: string
  readonly unit: string
  readonly goal: number
  readonly better: 'lower' | 'higher'
  run(): Promise<number>
}

const folder = join(import.meta.dirname, '../test/bench')
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.bench.ts')) : []
const wanted = process.argv.slice(2)
let ran = 0
let isPast = false

for (const file of files.sort()) {
  const { benches } = (await import(join(folder, file))) as { readonly benches: readonly Bench[] }
  for (const bench of benches) {
    if (wanted.length > 0 && !wanted.some((part) => bench.name.includes(part))) continue
    ran += 1
    // One bench that breaks must not hide the figures of the others.
    const value = await bench.run().catch((error: unknown) => {
      process.stderr.write(`${bench.name}: ${error instanceof Error ? error.message : String(error)}\n`)
      return null
    })
    const { name, unit, goal, better } = bench
    process.stdout.write(`${JSON.stringify({ bench: name, value, unit, goal, better })}\n`)
    if (value === null || !isWithin(value, bench)) isPast = true
  }
}

if (ran === 0) process.stderr.write('No bench ran.\n')
process.exit(isPast || ran === 0 ? 1 : 0)

function isWithin(value: number, { goal, better }: Bench): boolean {
  return better === 'lower' ? value <= goal : value >= goal
}
