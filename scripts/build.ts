import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digestOf } from './build/digest-of.ts'
import { withLock } from './build/lock.ts'

const root = join(import.meta.dirname, '..')
const output = join(root, '.output')

const shared = [
  'components',
  'policy',
  'protocol',
  'reading',
  'locales',
  'package-lock.json',
  'tsconfig.json',
]
const extension = [
  ...shared,
  'entrypoints',
  'content-scripts',
  'background',
  'sites',
  'public',
  'wxt.config.ts',
  'scripts/build',
]

const targets = {
  chrome: {
    folder: 'chrome-mv3',
    sources: extension,
    words: ['node_modules/wxt/bin/wxt.mjs', 'build', '--browser', 'chrome', '--mv3'],
  },
  firefox: {
    folder: 'firefox-mv3',
    sources: extension,
    words: ['node_modules/wxt/bin/wxt.mjs', 'build', '--browser', 'firefox', '--mv3'],
  },
  console: {
    folder: 'console',
    sources: [...shared, 'console', 'vite.console.config.ts'],
    words: ['node_modules/vite/bin/vite.js', 'build', '--config', 'vite.console.config.ts'],
  },
} as const
export type Target = keyof typeof targets
const all = Object.keys(targets) as Target[]

/** Builds what is out of date; nothing is done for a target whose sources have not changed since its last good build. */
export async function build(wanted: readonly Target[] = all): Promise<void> {
  await mkdir(output, { recursive: true })
  await withLock(join(output, '.build-lock'), async () => {
    // One after the other: both WXT builds write the same folder of generated types.
    for (const target of wanted) await buildTarget(target)
  })
}

async function buildTarget(target: Target): Promise<void> {
  const { folder, sources, words } = targets[target]
  const stamp = join(output, `.built-${target}`)
  const digest = await digestOf(root, sources)
  const built = await readFile(stamp, 'utf8').catch(() => '')
  if (built === digest && existsSync(join(output, folder))) return

  await rm(stamp, { force: true })
  const started = performance.now()
  await runNode(words, target)
  await writeFile(stamp, digest)
  process.stdout.write(`built ${target} in ${((performance.now() - started) / 1000).toFixed(1)} s\n`)
}

function runNode(words: readonly string[], target: Target): Promise<void> {
  return new Promise((resolve, reject) => {
    // A build for tests is the build that ships; NODE_ENV=test would make it another one.
    const environment = { ...process.env, NODE_ENV: 'production' }
    const child = spawn(process.execPath, words, {
      cwd: root,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('error', reject)
    child.on('exit', (status) =>
      status === 0 ? resolve() : reject(new Error(`The ${target} build failed:\n${said.trim()}`)),
    )
  })
}

if (process.argv[1] === import.meta.filename) {
  const named = process.argv.slice(2)
  const unknown = named.filter((name) => !(all as string[]).includes(name))
  if (unknown.length > 0) {
    process.stderr.write(`There is no build named ${unknown.join(', ')}; there are ${all.join(', ')}.\n`)
    process.exit(2)
  }
  try {
    await build(named.length > 0 ? (named as Target[]) : all)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}
