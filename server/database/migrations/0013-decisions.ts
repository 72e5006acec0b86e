import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const statements = [
  // A backtest reads the decisions of a period and nothing else, oldest first.
  `create index audit_events_decisions on audit_events (tenant, received_at, position)
    where type in ('action.allowed', 'action.held', 'action.refused')`,
  `alter table approval_requests add column considered_ms double precision`,
]

export const decisions: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(database)
  },
}
