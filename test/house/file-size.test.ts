import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectFiles, root } from './source-files.ts'

const longest = 250
const isSource = (file: string) =>
  /\.(ts|tsx|mjs)$/.test(file) && (!file.startsWith('test/') || file.startsWith('test/support/'))

describe('file size', () => {
  test(`no source file has more than ${longest} lines`, () => {
    const sources = projectFiles().filter(isSource)
    expect(sources.length).toBeGreaterThan(0)
    const linesOf = (file: string) => readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length
    const tooLong = sources
      .filter((file) => linesOf(file) > longest)
      .map((file) => `${file}: ${linesOf(file)} lines`)
    expect(tooLong.join('\n'), 'Split them by idea, not by number.').toBe('')
  })

  test('every entrypoint is a shell of at most 20 lines', () => {
    const shells = projectFiles().filter((file) => /^entrypoints\/.*\.tsx?$/.test(file))
    expect(shells.length).toBeGreaterThan(0)
    const long = shells.filter(
      (file) => readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length > 20,
    )
    expect(long.join('\n'), 'Move the logic into the folder of its runtime.').toBe('')
  })
})
