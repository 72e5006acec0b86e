import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensurePostgres } from './provision-postgres.ts'

export interface Postgres {
  /** Of a superuser on an empty database; goes into DATABASE_URL. */
  readonly url: string
  stop(): Promise<void>
}

/** A PostgreSQL of its own on loopback, in a folder that goes away with it. */
export async function startPostgres(): Promise<Postgres> {
  const provided = ensurePostgres()
  if (!provided.ok) throw new Error(provided.reason)
  const home = mkdtempSync(join(tmpdir(), 'countersign-postgres-'))
  const owner = unprivileged()
  const password = randomBytes(18).toString('base64url')
  writeFileSync(join(home, 'password'), password, { mode: 0o600 })
  if (owner) for (const path of [home, join(home, 'password')]) chownSync(path, owner.uid, owner.gid)

  const data = join(home, 'data')
  const common = { cwd: home, env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }, ...owner }
  const made = spawnSync(
    join(provided.binaries, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      '--pwfile',
      join(home, 'password'),
      '-E',
      'UTF8',
      '--locale',
      'C',
      '-N',
    ],
    { ...common, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || String(made.error)}`)

  const port = await freePort()
  const server = spawn(
    join(provided.binaries, 'postgres'),
    ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', home, '-c', 'max_connections=200'],
    { ...common, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const kill = () => server.kill('SIGKILL')
  process.once('exit', kill)
  await whenReady(server)

  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      process.off('exit', kill)
      if (server.exitCode === null && server.signalCode === null) {
        const gone = once(server, 'exit')
        // Fast shutdown: it does not wait for a test that forgot to close its connections.
        server.kill('SIGINT')
        await gone
      }
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root, so root runs it as somebody else. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' })
    const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' })
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  throw new Error('PostgreSQL does not run as root and there is no user postgres or nobody to run it as')
}

async function whenReady(server: ChildProcess): Promise<void> {
  let said = ''
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-8000)
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${said}`)))
  })
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
