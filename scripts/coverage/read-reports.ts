import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

export interface RanTest {
  readonly file: string
  readonly title: string
  readonly passed: boolean
}

interface Report {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[]
  }[]
}

/** Every test that ran in the last run of each suite; a skipped one did not run. */
export async function readReports(root: string): Promise<readonly RanTest[]> {
  const folder = join(root, 'reports')
  const names = await readdir(folder).catch(() => [])
  const ran: RanTest[] = []
  for (const name of names.filter((file) => file.endsWith('.json'))) {
    const report = JSON.parse(await readFile(join(folder, name), 'utf8')) as Partial<Report>
    for (const { name: path, assertionResults } of report.testResults ?? []) {
      const file = relative(root, path).split(sep).join('/')
      for (const { title, status } of assertionResults) {
        if (status === 'passed' || status === 'failed') ran.push({ file, title, passed: status === 'passed' })
      }
    }
  }
  return ran
}

/** `F3` is carried by "F3, F4 a look-alike …" and by "F03 …", not by "F33 …". */
export function carries(title: string, number: string): boolean {
  const [letter, digits] = [number.slice(0, 1), String(Number(number.slice(1)))]
  return new RegExp(`(^|[^A-Za-z0-9])${letter}0*${digits}(?![0-9])`).test(title)
}
