import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Since when a device obeys a stop, by its own count of the time until it said so; the clock is the server's. */
export const appliedStops: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table kill_reports add column applied_at timestamptz`.execute(database)
  },
}
