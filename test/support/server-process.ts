import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { furnish } from './furnished-folder.ts'

const root = join(import.meta.dirname, '../..')

/** What embedded mode writes for tools: enough to enrol a device and to push explanations through the public API. */
export interface Development {
  readonly consoleUrl: string
  readonly enrolmentCode: string
  readonly serviceKey: string
}

/** The real server as a process of its own, which a test can take away and bring back on the same port and folder. */
export interface ServerProcess {
  readonly url: string
  readonly folder: string
  readonly development: Development
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

export async function startServerProcess(
  folder: string,
  given: Readonly<Record<string, string>> | ((port: number) => Readonly<Record<string, string>>) = {},
  from: 'nothing' | 'a first start' = 'a first start',
): Promise<ServerProcess> {
  const port = await freePort()
  const environment = typeof given === 'function' ? given(port) : given
  const isEmpty = !existsSync(folder) || (await readdir(folder)).length === 0
  // What a variable changes may be in what a first start writes.
  if (from === 'a first start' && isEmpty && Object.keys(environment).length === 0)
    await furnish(folder, firstStart)
  let child = await launch(port, folder, environment)
  const development = JSON.parse(await readFile(join(folder, 'development.json'), 'utf8')) as Development
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  process.once('exit', () => child.kill('SIGKILL'))
  return {
    url: environment['COUNTERSIGN_PUBLIC_URL'] ?? `http://127.0.0.1:${port}`,
    folder,
    development,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    async start() {
      child = await launch(port, folder, environment)
    },
  }
}

async function firstStart(folder: string): Promise<void> {
  const child = await launch(await freePort(), folder, {})
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

async function launch(
  port: number,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['server/main.ts'], {
    cwd: root,
    env: { ...process.env, COUNTERSIGN_PORT: String(port), COUNTERSIGN_DATA: folder, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (chunk: string) => {
      said = (said + chunk).slice(-20_000)
    })
  }
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      if (said.includes('"ready":true')) resolve()
    }
    child.stdout.on('data', look)
    child.once('exit', (code) =>
      reject(new Error(`The server ended with ${code} before it was ready:\n${said}`)),
    )
  })
  return child
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
