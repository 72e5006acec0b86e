export interface Row {
  readonly number: string
  readonly what: string
  readonly files: readonly string[]
  readonly tests: readonly string[]
  readonly state: string
}

export interface Section {
  readonly title: string
  readonly rows: readonly Row[]
}

/** Several tests of one row stand in one cell, and their files in the same order. */
const between = '<br>'

/** Reads the tables of docs/coverage.md: number, what, file, test, state. */
export function readSections(markdown: string): readonly Section[] {
  const sections: { title: string; rows: Row[] }[] = []
  for (const line of markdown.split('\n')) {
    const heading = /^## (.*)$/.exec(line)?.[1]
    if (heading !== undefined) sections.push({ title: heading, rows: [] })
    const row = readRow(line)
    if (row) sections.at(-1)?.rows.push(row)
  }
  return sections.filter((section) => section.rows.length > 0)
}

/** Replaces the rows of `markdown` that `change` answers another row for; every other line stays as it is. */
export function replaceRows(markdown: string, change: (row: Row) => Row): string {
  const lines = markdown.split('\n').map((line) => {
    const row = readRow(line)
    return row ? writeRow(change(row)) : line
  })
  return lines.join('\n')
}

function readRow(line: string): Row | null {
  const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'))
  const [, number = '', what = '', file = '', test = '', state = ''] = cells
  if (cells.length !== 7 || !/^[SF]\d+$/.test(number)) return null
  return { number, what, files: listIn(file), tests: listIn(test), state }
}

function writeRow({ number, what, files, tests, state }: Row): string {
  const cells = [number, what, files.join(between), tests.join(between), state]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`.replaceAll(/\|\s+(?=\|)/g, '| ')
}

function listIn(cell: string): readonly string[] {
  return cell
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
