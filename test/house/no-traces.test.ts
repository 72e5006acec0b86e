import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectFiles, root } from './source-files.ts'

// Put together here, so that this file does not hold what it looks for.
const homes = ['work', 'farm', 'root', 'home/[a-z]+', 'Users/[A-Za-z]+'].join('|')
const traces: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a path of one machine', new RegExp(`(^|[\\s"'\`(=:,])/(${homes})/[\\w.-]`, 'm')],
  ['the host of a package registry', new RegExp(['registry', 'npmjs', 'org'].join('\\.'))],
  [
    'a package proxy',
    new RegExp(['artif(?:actory)', 'verda(?:ccio)', 'nexus-repo(?:sitory)'].join('|'), 'i'),
  ],
]

describe('project files', () => {
  const texts = projectFiles()
    .map((file) => [file, readFileSync(join(root, file))] as const)
    .filter(([, bytes]) => !bytes.subarray(0, 8000).includes(0))

  test('there are some', () => expect(texts.length).toBeGreaterThan(50))

  test.each(traces)('no file names %s', (_, pattern) => {
    const found = texts.flatMap(([file, bytes]) => {
      const hit = pattern.exec(bytes.toString('utf8'))
      return hit ? [`${file}: ${hit[0].trim()}`] : []
    })
    expect(found.join('\n')).toBe('')
  })
})
