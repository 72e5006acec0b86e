import { Kysely, sql } from 'kysely'
import type { Dialect, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** Whose rows a transaction may see. `credential` is the hash of a presented secret: it opens exactly its own row. */
export interface Scope {
  readonly tenant?: string
  readonly credential?: string
  /** May list the tenants, and nothing else. */
  readonly listsTenants?: boolean
}
export type Work<Result> = (tx: Transaction<Tables>, now: Date) => Promise<Result>

export interface Store {
  readonly kind: 'pglite' | 'postgres'
  readonly kysely: Kysely<Tables>
  /**
   * Runs `work` in one transaction as the role without privileges, so that row-level security bites on both stores.
   * `now` is the database's time at its start: the one clock of all nodes.
   */
  transact<Result>(scope: Scope, work: Work<Result>): Promise<Result>
  /** Hears every committed `announce`. `onGap` runs when announcements may have been missed. */
  listen(hear: (text: string) => void, onGap: () => void): Promise<void>
  close(): Promise<void>
}

export const channel = 'countersign'

/** Delivered to every node when the transaction commits, and not at all when it does not. */
export async function announce(tx: Transaction<Tables>, text: string): Promise<void> {
  await sql`select pg_notify(${channel}, ${text})`.execute(tx)
}

/** In tests a clock stands in for the database's own; while it answers null, the database's counts. */
export type Clock = () => Date | null

export function transactor(kysely: Kysely<Tables>, clock: Clock): Store['transact'] {
  return (scope, work) =>
    kysely.transaction().execute(async (tx) => {
      const set = await sql<{ now: Date }>`
        select set_config('app.tenant', ${scope.tenant ?? ''}, true),
          set_config('app.credential', ${scope.credential ?? ''}, true),
          set_config('app.lists_tenants', ${scope.listsTenants === true ? 'on' : ''}, true),
          set_config('app.now', ${clock()?.toISOString() ?? ''}, true),
          set_config('role', 'countersign_app', true),
          app_now() as now`.execute(tx)
      return work(tx, set.rows[0]?.now ?? new Date(0))
    })
}

export function connect(dialect: Dialect): Kysely<Tables> {
  return new Kysely<Tables>({ dialect })
}
