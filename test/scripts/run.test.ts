import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const script = join(import.meta.dirname, '../../scripts/run.mjs')

describe('scripts/run.mjs', () => {
  let folder = ''
  const stamp = () => join(folder, 'node_modules/.installed-lockfile')
  const lock = (version: string) => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'sample', version }))
    const packages = { '': { name: 'sample', version } }
    writeFileSync(
      join(folder, 'package-lock.json'),
      JSON.stringify({ name: 'sample', version, lockfileVersion: 3, packages }),
    )
  }
  // npm says where it is to what it runs; these tests find it on PATH as a person's shell does.
  const environment = { ...process.env, npm_execpath: undefined }
  const run = (...words: string[]) =>
    spawnSync(process.execPath, [join(folder, 'scripts/run.mjs'), ...words], {
      encoding: 'utf8',
      env: environment,
    })

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-run-'))
    mkdirSync(join(folder, 'scripts'))
    copyFileSync(script, join(folder, 'scripts/run.mjs'))
    lock('1.0.0')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('the first command installs, the second only runs, a changed lockfile installs again', () => {
    expect(run('node', '-e', '').stderr).toContain('Installing')
    expect(run('node', '-e', '').stderr).not.toContain('Installing')
    lock('1.0.1')
    expect(run('node', '-e', '').stderr).toContain('Installing')
  })

  test('an install that fails leaves no stamp, keeps its reason and runs nothing', () => {
    run('node', '-e', '')
    const before = readFileSync(stamp(), 'utf8')
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ name: 'sample', dependencies: { gone: '1.0.0' } }),
    )
    lockOnly(folder)
    const failed = run('node', '-e', 'console.log("ran")')
    expect(failed.status).toBe(1)
    expect(failed.stderr).toContain('npm ci failed')
    expect(failed.stdout).not.toContain('ran')
    expect(existsSync(stamp())).toBe(false)
    expect(before).not.toBe('')
  })

  test('the status of the command is the status of the whole', () => {
    expect(run('node', '-e', 'process.exit(7)').status).toBe(7)
  })

  test('a command that does not exist is named in a sentence', () => {
    const { status, stderr } = run('no-such-command')
    expect(status).toBe(1)
    expect(stderr).toContain('no-such-command could not be started')
  })

  test('being told to stop is passed on, and its end is waited for', async () => {
    run('node', '-e', '')
    const code =
      'process.once("SIGTERM", () => { console.log("ended"); process.exit(3) }); console.log("up"); setInterval(() => {}, 1000)'
    const child = spawn(process.execPath, [join(folder, 'scripts/run.mjs'), 'node', '-e', code], {
      env: environment,
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.trim() === 'up') child.kill('SIGTERM')
    })
    const [status] = (await once(child, 'exit')) as [number]
    expect(said).toContain('ended')
    expect(status).toBe(3)
  })

  test("the command finds the project's own tools and Node first on its path", () => {
    const { stdout } = run('node', '-p', 'process.env.PATH')
    const [node, tools] = stdout.trim().split(delimiter)
    expect(node).toBe(dirname(process.execPath))
    expect(tools).toBe(join(folder, 'node_modules/.bin'))
  })
})

/** A lockfile that does not hold what package.json asks for. */
function lockOnly(folder: string): void {
  const packages = { '': { name: 'sample' } }
  writeFileSync(
    join(folder, 'package-lock.json'),
    JSON.stringify({ name: 'sample', lockfileVersion: 3, packages }),
  )
}
