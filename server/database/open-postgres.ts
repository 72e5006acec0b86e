import { PostgresDialect } from 'kysely'
import pg from 'pg'
import { migrate } from './migrate.ts'
import { channel, connect, transactor } from './store.ts'
import type { Clock, Store } from './store.ts'

const int8 = 20
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
}
const reconnectAfterMs = 1000

export async function openPostgres(url: string, clock: Clock = () => null): Promise<Store> {
  const pool = new pg.Pool({ connectionString: url, max: 10, types, connectionTimeoutMillis: 10_000 })
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', () => undefined)
  const kysely = connect(new PostgresDialect({ pool }))
  await migrate(kysely)
  const listeners: { close(): Promise<void> }[] = []
  return {
    kind: 'postgres',
    kysely,
    ...transactor(kysely, clock),
    async listen(hear, onGap) {
      listeners.push(await keepListening(url, hear, onGap))
    },
    async close() {
      await Promise.all(listeners.map((listener) => listener.close()))
      await kysely.destroy()
    },
  }
}

/** One connection of its own. What is announced while it is down is lost, so every return is reported as a gap. */
async function keepListening(url: string, hear: (text: string) => void, onGap: () => void) {
  let current: pg.Client | null = null
  let closed = false
  let retry: NodeJS.Timeout | null = null

  async function open(): Promise<void> {
    const client = new pg.Client({ connectionString: url })
    client.on('notification', (notice) => hear(notice.payload ?? ''))
    client.on('error', () => undefined)
    client.on('end', () => {
      if (!closed && current === client) reopen()
    })
    await client.connect()
    await client.query(`listen ${channel}`)
    current = client
  }
  function reopen(): void {
    retry = setTimeout(() => {
      open().then(onGap, reopen)
    }, reconnectAfterMs)
  }

  await open()
  return {
    async close() {
      closed = true
      if (retry !== null) clearTimeout(retry)
      await current?.end()
    },
  }
}
