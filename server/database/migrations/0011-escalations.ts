import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

// Few among very many events, and read by everybody who decides.
const index = `create index audit_events_escalated on audit_events (tenant, position) where type = 'hold.escalated'`

export const escalations: Migration = {
  async up(database: Kysely<unknown>) {
    await sql.raw(index).execute(database)
  },
}
