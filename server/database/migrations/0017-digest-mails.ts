import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const ownRows = `tenant = (select current_setting('app.tenant', true))`

// One row for each administrator and week: claimed by the node that sends, and sent once.
const statements = [
  `create table digest_mails (
    tenant text not null references tenants, week timestamptz not null, person uuid not null, id uuid not null,
    claimed_until timestamptz not null, sent_at timestamptz,
    primary key (tenant, week, person), foreign key (tenant, person) references persons
  )`,
  `alter table digest_mails enable row level security`,
  `alter table digest_mails force row level security`,
  `create policy own_rows on digest_mails using (${ownRows}) with check (${ownRows})`,
  `grant select, insert, update on digest_mails to countersign_app`,
]

export const digestMails: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await sql.raw(statement).execute(database)
  },
}
