import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const own = dirname(process.execPath)

describe('a fresh clone', () => {
  const clone = mkdtempSync(join(tmpdir(), 'countersign-clone-'))
  // As in a shell of a newcomer: without the Node and the tools that this run put first.
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== own && !folder.includes('node_modules'))
    .join(delimiter)
  const environment = { PATH: path, HOME: process.env['HOME'] }

  beforeAll(() => {
    execFileSync('git', ['clone', '--quiet', '--local', root, clone])
  })
  afterAll(() => rmSync(clone, { recursive: true, force: true }))

  test('installs with the Node and npm of the machine, and runs under a Node new enough for every tool', () => {
    const words = ['run', '--silent', 'build']
    const built = spawnSync('npm', words, {
      cwd: clone,
      env: environment,
      encoding: 'utf8',
      timeout: 600_000,
    })
    expect(built.stderr).not.toContain('rror')
    expect(built.status).toBe(0)
    expect(readdirSync(join(clone, '.output')).sort()).toEqual(
      expect.arrayContaining(['chrome-mv3', 'console', 'firefox-mv3']),
    )
  })
})
