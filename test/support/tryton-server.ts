import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { DATABASE } from './tryton-database.ts'

const WEB_ROOT = '/usr/share/tryton-sao/www'

export type TrytonServer = { readonly url: string; stop(): Promise<void> }

/** Starts trytond on a free loopback port over the database file in `runDir`; its mail goes to `smtpPort`. */
export async function startTrytonServer(runDir: string, smtpPort: number): Promise<TrytonServer> {
  const port = await freePort()
  const config = join(runDir, 'trytond.conf')
  await writeFile(
    config,
    `[database]\nuri = sqlite://\npath = ${runDir}\n` +
      `[email]\nuri = smtp://127.0.0.1:${smtpPort}\nfrom = crm@northwind.example\n` +
      `[web]\nlisten = 127.0.0.1:${port}\nroot = ${WEB_ROOT}\n`,
  )
  const log = await open(join(runDir, 'trytond.log'), 'w')
  // setpriv ends the server with this process even when that is killed outright.
  const server = spawn(
    'setpriv',
    [
      '--pdeathsig',
      'KILL',
      '/usr/bin/python3',
      '-B',
      '-W',
      'ignore',
      '/usr/bin/trytond',
      '-c',
      config,
      '-d',
      DATABASE,
    ],
    { stdio: ['ignore', log.fd, log.fd] },
  )
  await log.close()
  running.add(server)
  endWithThisProcess()

  const url = `http://127.0.0.1:${port}`
  for (let waited = 0; waited < 30_000; waited += 50) {
    if (server.exitCode !== null) break
    if (await answers(url)) return { url, stop: () => end(server) }
    await pause(50)
  }
  await end(server)
  throw new Error(`trytond did not start, see ${join(runDir, 'trytond.log')}`)
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
  // The database is thrown away, so nothing is worth waiting for a graceful end.
  server.kill('SIGKILL')
  await ended
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    (response) => response.ok,
    () => false,
  )
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  await new Promise((done) => probe.close(done))
  return port
}
