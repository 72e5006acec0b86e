import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface ChildServer {
  stop(): Promise<void>
}

interface Command {
  readonly program: string
  readonly words: readonly string[]
  readonly log: string
  readonly environment?: Readonly<Record<string, string>>
  readonly isUp: () => Promise<boolean>
}

/** Starts a server and waits until it answers. It ends with this process even when that is killed outright. */
export async function startChild({ program, words, log, environment, isUp }: Command): Promise<ChildServer> {
  const output = await open(log, 'w')
  const server = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...words], {
    stdio: ['ignore', output.fd, output.fd],
    env: { ...process.env, ...environment },
  })
  await output.close()
  running.add(server)
  endWithThisProcess()
  for (let waited = 0; waited < 90_000; waited += 50) {
    if (server.exitCode !== null) break
    if (await isUp()) return { stop: () => end(server) }
    await pause(50)
  }
  await end(server)
  throw new Error(`${program} did not start, see ${log}`)
}

const running = new Set<ChildProcess>()
let watching = false

function endWithThisProcess(): void {
  if (watching) return
  watching = true
  process.on('exit', () => running.forEach((server) => server.kill('SIGKILL')))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      running.forEach((server) => server.kill('SIGKILL'))
      process.kill(process.pid, signal)
    })
  }
}

async function end(server: ChildProcess): Promise<void> {
  running.delete(server)
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  // What it kept is thrown away, so nothing is worth waiting for a graceful end.
  server.kill('SIGKILL')
  await ended
}

export function answersHttp(url: string): () => Promise<boolean> {
  return () =>
    fetch(url).then(
      (response) => response.status < 500,
      () => false,
    )
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((done) => probe.close(done))
  return port
}
