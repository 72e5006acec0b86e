import { Kysely, sql } from 'kysely'
import type { Dialect, RawBuilder, Transaction } from 'kysely'
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
  /** One statement on its own, under the same rules as a transaction: for what runs very often. */
  single<Row>(scope: Scope, call: RawBuilder<unknown>): Promise<Row | undefined>
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

export function transactor(kysely: Kysely<Tables>, clock: Clock): Pick<Store, 'transact' | 'single'> {
  // The role comes last: what follows it in the same statement runs without privileges.
  const enter = (scope: Scope) => {
    const now = clock()
    const settings = [
      ['app.tenant', scope.tenant],
      ['app.credential', scope.credential],
      ['app.lists_tenants', scope.listsTenants === true ? 'on' : undefined],
      ['app.now', now?.toISOString()],
      ['role', 'countersign_app'],
    ] as const
    return sql.join(
      settings.flatMap(([name, value]) =>
        value === undefined ? [] : [sql`set_config(${sql.lit(name)}, ${value}, true)`],
      ),
    )
  }
  return {
    transact: (scope, work) =>
      kysely.transaction().execute(async (tx) => {
        const entered = await sql<{ now: Date }>`select ${enter(scope)}, app_now() as now`.execute(tx)
        return work(tx, entered.rows[0]?.now ?? new Date(0))
      }),
    async single<Row>(scope: Scope, call: RawBuilder<unknown>) {
      const asked = await sql<Row>`select ${enter(scope)}, ${call}, app_now() as now`.execute(kysely)
      return asked.rows[0]
    },
  }
}

export function connect(dialect: Dialect): Kysely<Tables> {
  return new Kysely<Tables>({ dialect })
}
