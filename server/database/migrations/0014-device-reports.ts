import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

// What a device said last about itself, when, and how far its clock was from ours then.
const statements = [
  `alter table devices add column report jsonb, add column report_at timestamptz, add column skew_ms bigint`,
  `create index audit_events_degraded on audit_events (tenant, received_at) where type = 'surface.degraded'`,
]

export const deviceReports: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(database)
  },
}
