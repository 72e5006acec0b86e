import { copyFile, mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type MailSink, startMailSink } from './mail-sink.ts'
import { DATABASE, PASSWORDS, seededDatabase } from './tryton-database.ts'
import { openTrytonSession, type TrytonSession } from './tryton-rpc.ts'
import { startTrytonServer } from './tryton-server.ts'

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
  const server = await startTrytonServer(runDir, sink.port).catch(async (error: unknown) => {
    await sink.stop()
    throw error
  })
  const { url } = server
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
      await server.stop()
      await sink.stop()
    },
  }
}
