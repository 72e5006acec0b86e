import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, open, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type MailSink, startMailSink } from './mail-sink.ts'
import { DATABASE, PASSWORDS, seededDatabase } from './tryton-database.ts'
import { openTrytonSession, type TrytonSession } from './tryton-rpc.ts'

export type TrytonUser = keyof typeof PASSWORDS

export type Opportunity = {
  readonly id: number
  readonly number: string
  readonly description: string
  readonly amount: string | null
  readonly end_date: string | null
  readonly state: string
  readonly conversion_probability: number
  readonly comment: string | null
}

export type Tryton = {
  readonly url: string
  readonly database: string
  readonly users: Readonly<Record<TrytonUser, { readonly login: string; readonly password: string }>>
  readonly sink: MailSink
  /** Tryton's own JSON-RPC with the user's context; tagged values come back plain ("12000.00", "2031-03-31"). */
  rpc(user: TrytonUser, method: string, params?: readonly unknown[]): Promise<unknown>
  read(model: string, id: number, fields: readonly string[]): Promise<Record<string, unknown>>
  readOpportunity(id: number): Promise<Opportunity>
  /** Writes that reached the record since it was created, counted from Tryton's history: the test of "exactly once". */
  countWrites(id: number): Promise<number>
  stop(): Promise<void>
}

export const DEFAULT_CACHE = resolve(import.meta.dirname, '../../.cache/tryton')
const WEB_ROOT = '/usr/share/tryton-sao/www'
const OPPORTUNITY_FIELDS = [
  'number',
  'description',
  'amount',
  'end_date',
  'state',
  'conversion_probability',
  'comment',
]

/** A Tryton of its own for one suite: a copy of the seeded database, a free loopback port, a mail sink. */
export async function startTryton(options: { cacheDir?: string; runDir: string }): Promise<Tryton> {
  const runDir = resolve(options.runDir)
  const seeded = await seededDatabase(options.cacheDir ?? DEFAULT_CACHE)
  await mkdir(runDir, { recursive: true })
  await copyFile(seeded, join(runDir, `${DATABASE}.sqlite`))

  const sink = await startMailSink()
  const { server, url } = await startServer(runDir, sink.port).catch(async (error: unknown) => {
    await sink.stop()
    throw error
  })
  const sessions = new Map<TrytonUser, Promise<TrytonSession>>()
  const rpc: Tryton['rpc'] = async (user, method, params) => {
    const session = sessions.get(user) ?? openTrytonSession(`${url}/${DATABASE}/`, user, PASSWORDS[user])
    sessions.set(user, session)
    return (await session).call(method, params)
  }
  const read: Tryton['read'] = async (model, id, fields) => {
    const rows = (await rpc('admin', `model.${model}.read`, [[id], fields])) as Record<string, unknown>[]
    const [row] = rows
    if (!row) throw new Error(`Tryton has no ${model} ${id}`)
    return row
  }

  return {
    url,
    database: DATABASE,
    users: {
      rep: { login: 'rep', password: PASSWORDS.rep },
      admin: { login: 'admin', password: PASSWORDS.admin },
    },
    sink,
    rpc,
    read,
    readOpportunity: async (id) => (await read('sale.opportunity', id, OPPORTUNITY_FIELDS)) as Opportunity,
    countWrites: async (id) => {
      const revisions = (await rpc('admin', 'model.sale.opportunity.history_revisions', [[id]])) as unknown[]
      return revisions.length - 1
    },
    stop: async () => {
      await end(server)
      await sink.stop()
    },
  }
}

async function startServer(runDir: string, smtpPort: number): Promise<{ server: ChildProcess; url: string }> {
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
    if (await answers(url)) return { server, url }
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
