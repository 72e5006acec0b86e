import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

// Few among very many events: the ones are read by everybody who decides, the others with every event of the practice CRM.
const indexes = [
  `create index audit_events_escalated on audit_events (tenant, position) where type = 'hold.escalated'`,
  `create index audit_events_lessons on audit_events (tenant, person) where type = 'lesson.completed'`,
]

export const escalations: Migration = {
  async up(database: Kysely<unknown>) {
    for (const index of indexes) await sql.raw(index).execute(database)
  },
}
