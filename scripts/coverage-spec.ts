import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { carries, readReports, type RanTest } from './coverage/read-reports.ts'
import { readSections, replaceRows, type Row } from './coverage/rows.ts'

/*
 * `node scripts/coverage-spec.ts`: is every row of docs/coverage.md that says `made` proved by tests that ran and passed?
 * `--write` first fills in each row from the tests whose titles carry its number.
 */
const root = join(import.meta.dirname, '..')
const path = join(root, 'docs/coverage.md')
const expected = [...numbers('S', 253, 3), ...numbers('F', 98, 0)]

const ran = await readReports(root)
if (process.argv.includes('--write')) {
  await writeFile(path, replaceRows(await readFile(path, 'utf8'), fillIn))
}

const sections = readSections(await readFile(path, 'utf8'))
const rows = sections.flatMap((section) => section.rows)
const complaints = [
  ...rows.flatMap(complaintsAbout),
  ...complaintsAboutNumbers(rows.map((row) => row.number)),
]

for (const { title, rows: own } of sections) {
  const made = own.filter((row) => row.state === 'made').length
  process.stdout.write(
    `${String(made).padStart(4)} made ${String(own.length - made).padStart(4)} open  ${title}\n`,
  )
}
const made = rows.filter((row) => row.state === 'made').length
process.stdout.write(
  `${String(made).padStart(4)} made ${String(rows.length - made).padStart(4)} open  in all\n`,
)
for (const complaint of complaints) process.stderr.write(`${complaint}\n`)
process.exitCode = complaints.length > 0 ? 1 : 0

function complaintsAbout(row: Row): readonly string[] {
  const { number, files, tests, state } = row
  if (state === 'open') return []
  if (state !== 'made') return [`${number}: the state is made or open, not "${state}".`]
  if (tests.length === 0) return [`${number}: it says made and names no test.`]
  if (files.length !== tests.length)
    return [`${number}: it names ${tests.length} tests and ${files.length} files.`]
  return tests.flatMap((title, index) => complaintsAboutTest(number, files[index] ?? '', title))
}

function complaintsAboutTest(number: string, file: string, title: string): readonly string[] {
  const named = `${number}: ${file} "${title}"`
  if (!carries(title, number)) return [`${named} does not carry ${number} in its title.`]
  const found = ran.filter((test) => test.file === file && test.title === title)
  if (found.length === 0) return [`${named} does not exist or did not run (reports/).`]
  return found.every((test) => test.passed) ? [] : [`${named} failed.`]
}

function complaintsAboutNumbers(found: readonly string[]): readonly string[] {
  const missing = expected
    .filter((number) => !found.includes(number))
    .map((number) => `${number}: it has no row.`)
  const twice = found
    .filter((number, index) => found.indexOf(number) !== index)
    .map((number) => `${number}: it has two rows.`)
  const unknown = found
    .filter((number) => !expected.includes(number))
    .map((number) => `${number}: there is no such number.`)
  return [...missing, ...twice, ...unknown]
}

function fillIn(row: Row): Row {
  const proofs = unique(ran.filter((test) => test.passed && carries(test.title, row.number)))
  if (proofs.length === 0) return { ...row, files: [], tests: [], state: 'open' }
  return {
    ...row,
    files: proofs.map((test) => test.file),
    tests: proofs.map((test) => test.title),
    state: 'made',
  }
}

function unique(tests: readonly RanTest[]): readonly RanTest[] {
  return tests.filter(
    (test, index) =>
      tests.findIndex((other) => other.title === test.title && other.file === test.file) === index,
  )
}

function numbers(letter: string, last: number, width: number): readonly string[] {
  return Array.from({ length: last }, (_, index) => `${letter}${String(index + 1).padStart(width, '0')}`)
}
