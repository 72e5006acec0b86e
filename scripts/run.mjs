// Plain JavaScript for Node 20, because it runs before anything is installed: brings the locked packages and the Node
// this project needs, then runs one command under it. `node scripts/run.mjs <command> [arguments]`
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const stamp = join(modules, '.installed-lockfile')
const windows = process.platform === 'win32'
/** The first Node that satisfies every tool in the lockfile and runs TypeScript sources directly. */
const needed = [22, 18]

const [command, ...words] = process.argv.slice(2)
if (!command) give('Say what to run: node scripts/run.mjs <command> [arguments]')

install()
await run(nodeFolder())

/** The stamp goes before `npm ci` starts and comes back after it succeeded: half an install is never taken for one. */
function install() {
  const lockfile = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const wanted = `${lockfile} ${process.platform}-${process.arch}`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return

  console.error('Installing the locked packages (about 600 MB, once) ...')
  rmSync(stamp, { force: true })
  // `include` overrules NODE_ENV=production and a user's own `omit`; the bundled Node is an optional package.
  const flags = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = process.env.npm_execpath
  const done = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...flags], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', flags, { cwd: root, stdio: ['ignore', 2, 2], shell: windows })
  if (done.error)
    give(`npm could not be started (${done.error.message}); install Node with npm and try again.`)
  if (done.signal) give(`npm ci was ended by ${done.signal}; run the same command again.`)
  if (done.status !== 0)
    give('npm ci failed (its reason is above); mend that and run the same command again.')
  mkdirSync(modules, { recursive: true })
  writeFileSync(stamp, wanted)
}

/** Our own Node if it is new enough, else the one that came with the packages. */
function nodeFolder() {
  if (isEnough(process.version)) return dirname(process.execPath)
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`
  const folder = join(modules, name, 'bin')
  const asked = spawnSync(join(folder, windows ? 'node.exe' : 'node'), ['--version'], { encoding: 'utf8' })
  if (asked.status === 0 && isEnough(asked.stdout.trim())) return folder

  rmSync(stamp, { force: true })
  const reason = existsSync(folder)
    ? 'the one npm brings does not run here'
    : `npm brings none for ${name.slice(5)}`
  give(
    `Countersign needs Node ${needed.join('.')} or newer. This is ${process.version}, and ${reason}: install Node 24.`,
  )
}

function isEnough(version) {
  const [major, minor] = version.slice(1).split('.').map(Number)
  return major > needed[0] || (major === needed[0] && minor >= needed[1])
}

/** Waits for the command also when we are told to stop, so that it can end what it started. */
async function run(folder) {
  const path = [folder, join(modules, '.bin'), process.env.PATH ?? ''].join(delimiter)
  const isNode = command === 'node'
  const child = spawn(isNode ? join(folder, windows ? 'node.exe' : 'node') : command, words, {
    cwd: root,
    stdio: 'inherit',
    shell: windows && !isNode,
    env: { ...process.env, PATH: path },
  })
  // A terminal gives Ctrl+C to the child as well; sent twice, it would cut the child's own ending short.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => give(`${command} could not be started: ${error.message}`))
  child.on('exit', (status, signal) => process.exit(status ?? 128 + (constants.signals[signal] ?? 1)))
}

function give(sentence) {
  console.error(sentence)
  process.exit(1)
}
